package dev.tandem.persistence;

import com.datastax.oss.driver.api.core.cql.Row;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tandem.cassandra.SharedCassandra;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.journal.SampleEvents;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.Termination;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** What the tests with a real Cassandra share: one node per run, an actor system, journals to write. Calls have ids of their own. */
public final class CassandraCase implements AutoCloseable {

    private final ActorTestKit kit;

    /** {@code overrides} in HOCON. */
    public CassandraCase(String overrides) {
        SharedCassandra cassandra = SharedCassandra.get();
        Config config = ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.parseMap(Map.of(
                        "tandem.cassandra.contact-points", cassandra.contactPoint(),
                        "tandem.cassandra.local-datacenter", cassandra.datacenter(),
                        "tandem.cassandra.create-schema", true)))
                .withFallback(ConfigFactory.parseResources("tandem-persistence.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
        kit = ActorTestKit.create("calls", config);
        // The first use opens the session and creates the schema, which takes longer than an ask may.
        await(new ReadSide(kit.system()).one("SELECT release_version FROM system.local"));
    }

    public ActorTestKit kit() {
        return kit;
    }

    public ActorSystem<Void> system() {
        return kit.system();
    }

    public static String newCall() {
        return "rtc_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Appends to a call's journal as its entity would, and returns when it is stored. */
    public void journal(String callId, List<CallEvent> events) {
        ActorRef<Append> writer = kit.spawn(new JournalWriter(callId));
        await(AskPattern.<Append, Done>ask(
                writer,
                replyTo -> new Append(events, replyTo),
                Duration.ofSeconds(10),
                kit.system().scheduler()));
        kit.stop(writer);
    }

    /** Puts an event of a version yet to come into a call's journal, as a later version of us would. */
    public void journalUnreadable(String callId) {
        journal(callId, List.of(answered("later", Instant.now()).getLast()));
        ReadSide readSide = new ReadSide(kit.system());
        String pid = CallJournal.persistenceId(callId).id();
        Row message = await(readSide.one(
                        "SELECT timestamp FROM call_journal.messages WHERE persistence_id = ? AND partition_nr = 0",
                        pid))
                .orElseThrow();
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
        await(readSide.upsert(
                "UPDATE call_journal.messages SET event = ? WHERE persistence_id = ? AND partition_nr = 0"
                        + " AND sequence_nr = 1 AND timestamp = ?",
                bytes,
                pid,
                message.getUuid("timestamp")));
    }

    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A call of that tenant up to its accept. */
    public static List<CallEvent> answered(String tenant, Instant offeredAt) {
        return new ArrayList<>(List.of(
                new CallEvent.CallOffered(
                        offeredAt,
                        Carrier.OPENAI_SIP,
                        Personal.of("+4915112345678"),
                        "+18005550100",
                        List.of(),
                        "wh_1",
                        offeredAt),
                new CallEvent.CallAdmitted(offeredAt, tenant, "0123456789ab", SampleEvents.agent()),
                new CallEvent.CallAccepted(offeredAt.plusMillis(300))));
    }

    /** What two people say in that many turns. */
    public static List<CallEvent> turns(Instant at, int count) {
        List<CallEvent> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Speaker speaker = i % 2 == 0 ? Speaker.AGENT : Speaker.CALLER;
            turns.add(new CallEvent.TurnTranscribed(
                    at.plusSeconds(i),
                    "item_" + i,
                    i == 0 ? null : "item_" + (i - 1),
                    0,
                    speaker,
                    speaker == Speaker.AGENT ? "Anna" : null,
                    Personal.of("Words " + i)));
        }
        return turns;
    }

    public static CallEvent ended(Instant at, Termination termination) {
        return new CallEvent.CallEnded(at, termination, "as the test says");
    }

    /** A whole call of that tenant with that many turns. */
    public static List<CallEvent> finished(String tenant, int turns) {
        Instant at = Instant.now().minusSeconds(60);
        List<CallEvent> events = answered(tenant, at);
        events.addAll(turns(at.plusSeconds(1), turns));
        events.add(ended(at.plusSeconds(30), Termination.CALLER_LEFT));
        return events;
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }

    private record Append(List<CallEvent> events, ActorRef<Done> replyTo) {}

    private static final class JournalWriter extends EventSourcedBehavior<Append, CallEvent, Integer> {
        private JournalWriter(String callId) {
            super(CallJournal.persistenceId(callId));
        }

        @Override
        public Integer emptyState() {
            return 0;
        }

        @Override
        public CommandHandler<Append, CallEvent, Integer> commandHandler() {
            return (state, append) -> Effect()
                    .persist(append.events())
                    .thenRun(done -> append.replyTo().tell(Done.getInstance()));
        }

        @Override
        public EventHandler<Integer, CallEvent> eventHandler() {
            return (state, event) -> state + 1;
        }
    }
}
