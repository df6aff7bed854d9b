package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.metrics.Metrics;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.simulator.Simulator;
import dev.tandem.simulator.SimulatorSettings;
import dev.tandem.simulator.control.CallOffer;
import dev.tandem.socket.SocketSettings;
import dev.tandem.socket.Sockets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A session against the simulated provider; the test plays the call's entity. */
abstract class SpokenCall {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    static ActorTestKit kit;
    static Sockets sockets;

    Simulator simulator;
    String callId;
    ActorRef<RealtimeSession.Command> session;
    final List<Report> reports = new CopyOnWriteArrayList<>();
    volatile boolean acknowledging = true;
    volatile boolean journalIsWell = true;
    Duration orphanAfter = Duration.ofMinutes(3);
    Duration resendAfter = Duration.ofMillis(500);
    int maxOutboxFacts = 1_000;
    int maxSpillBytes = 1_000_000;
    volatile boolean owning;
    final Metrics metrics = new Metrics();

    @TempDir
    Path spillFolder;

    @BeforeAll
    static void open() {
        kit = ActorTestKit.create(com.typesafe.config.ConfigFactory.parseString(
                "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off, pekko.loglevel = WARNING"));
        sockets = Sockets.open(SocketSettings.defaults());
    }

    @AfterAll
    static void close() {
        sockets.close();
        kit.shutdownTestKit();
    }

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.defaults().withSpeed(40));
    }

    @AfterEach
    void stop() {
        if (session != null) {
            session.tell(new RealtimeSession.Superseded());
        }
        simulator.close();
        metrics.close();
    }

    Sideband afterTheLossOfItsNode() {
        return new Sideband(
                callId,
                "acme",
                Agents.receptionist(),
                4,
                true,
                false,
                Set.of(),
                "item_known",
                List.of("item_known"),
                List.of(),
                Instant.now().minusSeconds(3));
    }

    void speak(String scenario) {
        speak(scenario, Duration.ofSeconds(60));
    }

    void speak(String scenario, Duration silence) {
        accept(scenario);
        session = spawn(first(silence));
        session.tell(new RealtimeSession.Greet());
    }

    /** Of a call that was accepted just now. */
    Sideband first(Duration silence) {
        return new Sideband(
                callId,
                "acme",
                Agents.receptionist(silence),
                1,
                true,
                false,
                Set.of(),
                null,
                List.of(),
                List.of(),
                null);
    }

    void accept(String scenario) {
        callId = simulator
                .offer(CallOffer.to("+18005550100")
                        .playing(simulator.scripts().scenario(scenario).orElseThrow())
                        .undelivered())
                .callId();
        ControlAnswer answer = control()
                .accept(callId, SessionSettings.of(Agents.receptionist()), "accept_" + callId)
                .toCompletableFuture()
                .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                .join();
        assertThat(answer).isEqualTo(new ControlAnswer.Done());
    }

    CallControl control() {
        return OpenAiCallControl.create(
                kit.system(),
                new ControlSettings(URI.create(base()), "sk-test", Optional.empty(), Duration.ofSeconds(5)));
    }

    String base() {
        return "http://127.0.0.1:" + simulator.port() + "/v1";
    }

    ActorRef<RealtimeSession.Command> spawn(Sideband sideband) {
        RealtimeSettings settings = new RealtimeSettings(
                URI.create(base().replace("http", "ws") + "/realtime"),
                "sk-test",
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                resendAfter,
                maxOutboxFacts,
                1_000_000,
                maxSpillBytes,
                spillFolder,
                Duration.ofSeconds(2),
                orphanAfter,
                1_000);
        return kit.spawn(RealtimeSession.create(
                sideband,
                new RealtimeSession.Means(settings, sockets, control(), () -> journalIsWell, metrics.calls(), "node-1"),
                this::hear));
    }

    void hear(Report report) {
        reports.add(report);
        if (report instanceof Report.Hello hello && owning) {
            hello.session().tell(new RealtimeSession.Owned());
        }
        told(report)
                .filter(facts -> acknowledging && !facts.events().isEmpty())
                .ifPresent(facts -> facts.session().tell(new RealtimeSession.Acknowledged(facts.ids())));
    }

    private static Optional<Report.Facts> told(Report report) {
        return switch (report) {
            case Report.Facts facts -> Optional.of(facts);
            case Report.Unattachable last -> Optional.of(last.facts());
            default -> Optional.empty();
        };
    }

    List<String> turns() {
        return facts(CallEvent.TurnTranscribed.class).stream()
                .map(turn -> turn.text().text())
                .distinct()
                .toList();
    }

    <T extends CallEvent.Observed> List<T> facts(Class<T> type) {
        return reports.stream()
                .flatMap(report -> told(report).stream())
                .flatMap(facts -> facts.events().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <T extends CallEvent.Observed> T awaitFact(Class<T> type) {
        return await().atMost(PATIENCE)
                .until(() -> facts(type), found -> !found.isEmpty())
                .getFirst();
    }

    <T extends Report> T awaitReport(Class<T> type) {
        return await().atMost(PATIENCE)
                .until(
                        () -> reports.stream()
                                .filter(type::isInstance)
                                .map(type::cast)
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }
}
