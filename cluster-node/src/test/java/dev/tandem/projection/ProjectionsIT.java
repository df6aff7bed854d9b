package dev.tandem.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.tandem.cassandra.SharedCassandra;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.projection.MovedCalls;
import dev.tandem.persistence.projection.ProjectionMeter;
import dev.tandem.persistence.read.CassandraCalls;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wiring on a cluster of one: projections, sweep and the request to the model, with a real Cassandra. */
class ProjectionsIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String ANSWER = """
            {"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":
            "{\\"summary\\":\\"Said hello.\\",\\"intent\\":\\"none\\",\\"outcome\\":\\"resolved\\",\\"sentiment\\":\\"neutral\\",\\"follow_ups\\":[]}"}]}],
             "usage":{"input_tokens":100,"output_tokens":10}}""";

    private static final String GREETING = "Hello, this is " + UUID.randomUUID() + ".";

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer model;
    private ActorTestKit kit;
    private CassandraCalls calls;
    private MovedCalls moved;

    @BeforeEach
    void start() throws IOException {
        model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.createContext("/v1/responses", this::answer);
        model.start();
        SharedCassandra cassandra = SharedCassandra.get();
        kit = ActorTestKit.create(
                "projections",
                ConfigFactory.parseMap(Map.of(
                                "tandem.cassandra.contact-points",
                                cassandra.contactPoint(),
                                "tandem.cassandra.local-datacenter",
                                cassandra.datacenter(),
                                "tandem.cassandra.create-schema",
                                true,
                                "tandem.summary.base-url",
                                "http://127.0.0.1:" + model.getAddress().getPort() + "/v1",
                                "tandem.summary.api-key",
                                "sk-test",
                                "tandem.summary.back-off",
                                List.of("200ms"),
                                "tandem.summary.sweep.every",
                                "1s",
                                "pekko.actor.provider",
                                "cluster",
                                "pekko.remote.artery.canonical.hostname",
                                "127.0.0.1",
                                "pekko.remote.artery.canonical.port",
                                0))
                        .withFallback(ConfigFactory.parseResources("tandem-persistence.conf"))
                        .withFallback(ConfigFactory.defaultReferenceUnresolved())
                        .resolve());
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        result(new ReadSide(kit.system()).one("SELECT release_version FROM system.local"));
        calls = new CassandraCalls(
                kit.system(), Prices.of(kit.system().settings().config().getConfig("tandem.prices")));
        moved = Projections.start(kit.system(), ProjectionMeter.NONE);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        model.stop(0);
    }

    private void answer(HttpExchange request) throws IOException {
        String asking = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        // Calls of other tests lie in the same Cassandra, and the sweep finds them too.
        boolean ours = asking.contains(GREETING);
        if (ours) {
            asked.incrementAndGet();
        }
        boolean refused = ours && refusals.getAndDecrement() > 0;
        byte[] body = (refused ? "{}" : ANSWER).getBytes(StandardCharsets.UTF_8);
        request.sendResponseHeaders(refused ? 503 : 200, body.length);
        request.getResponseBody().write(body);
        request.close();
    }

    @Test
    void a_finished_call_is_listed_and_summarised_though_the_model_fails_twice() {
        refusals.set(2);
        String callId = "rtc_" + UUID.randomUUID();
        String tenant = "t" + UUID.randomUUID();
        Instant at = Instant.now();
        kit.<String>spawn(new Journalled(
                        callId,
                        List.of(
                                new CallEvent.CallOffered(
                                        at,
                                        Carrier.OPENAI_SIP,
                                        Personal.of("+4915112345678"),
                                        "+18005550100",
                                        List.of(),
                                        "w",
                                        at),
                                new CallEvent.CallAdmitted(at, tenant, "0123456789ab", null),
                                new CallEvent.CallAccepted(at),
                                new CallEvent.TurnTranscribed(
                                        at, "item_1", null, 0, Speaker.AGENT, "Anna", Personal.of(GREETING)),
                                new CallEvent.CallEnded(at.plusSeconds(2), Termination.CALLER_LEFT, null))))
                .tell("write");
        await().atMost(SOON).untilAsserted(() -> {
            List<CallView> listed = result(calls.list(new CallFilter(tenant, null, null, null, null), null, 10))
                    .calls();
            assertThat(listed).hasSize(1);
            assertThat(listed.getFirst().status()).isEqualTo("finished");
            assertThat(listed.getFirst().summary()).isNotNull();
            assertThat(listed.getFirst().summary().summary()).isEqualTo("Said hello.");
        });
        assertThat(asked).hasValue(3);
    }

    private static <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Writes a call's journal once, as its entity would. */
    private final class Journalled extends EventSourcedBehavior<String, CallEvent, Integer> {
        private final String callId;
        private final List<CallEvent> events;

        private Journalled(String callId, List<CallEvent> events) {
            super(PersistenceId.of(CallJournal.ENTITY_TYPE, callId));
            this.callId = callId;
            this.events = events;
        }

        @Override
        public Integer emptyState() {
            return 0;
        }

        @Override
        public CommandHandler<String, CallEvent, Integer> commandHandler() {
            return (state, command) -> state == 0
                    ? Effect().persist(events).thenRun(done -> moved.moved(callId))
                    : Effect().none();
        }

        @Override
        public EventHandler<Integer, CallEvent> eventHandler() {
            return (state, event) -> state + 1;
        }
    }
}
