package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tandem.call.CallPolicy;
import dev.tandem.persistence.journal.Scrap;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import dev.tandem.realtime.RealtimeSettings;
import dev.tandem.socket.SocketSettings;
import dev.tandem.socket.Sockets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The call that a node plays with itself before it is ready. */
class RehearsalTest {

    private static ActorTestKit kit;
    private static PersistenceTestKit journal;
    private static Sockets sockets;

    @TempDir
    private Path spillFolder;

    private final CompletableFuture<String> takenOut = new CompletableFuture<>();

    @BeforeAll
    static void start() {
        Config config = ConfigFactory.parseString(
                        "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off,"
                                + " pekko.persistence.testkit.events.serialize = off, pekko.loglevel = WARNING")
                .withFallback(PersistenceTestKitPlugin.config())
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.defaultReference());
        kit = ActorTestKit.create("rehearsals", config);
        journal = PersistenceTestKit.create(kit.system());
        sockets = Sockets.open(SocketSettings.defaults());
    }

    @AfterAll
    static void stop() {
        sockets.close();
        kit.shutdownTestKit();
    }

    @Test
    void is_a_whole_call_through_webhook_journal_accept_sideband_turns_and_hang_up() throws Exception {
        Duration answered = Rehearsal.play(kit.system(), means(true), Duration.ofSeconds(290))
                .toCompletableFuture()
                .get(300, TimeUnit.SECONDS);
        assertThat(answered).isPositive();
        String callId = takenOut.get(60, TimeUnit.SECONDS);
        List<Object> events =
                journal.persistedInStorage(Scrap.persistenceId(callId).id());
        assertThat(events)
                .hasOnlyElementsOfType(CallEvent.class)
                .hasAtLeastOneElementOfType(CallEvent.CallAccepted.class)
                .hasAtLeastOneElementOfType(CallEvent.SidebandAttached.class)
                .hasAtLeastOneElementOfType(CallEvent.TurnTranscribed.class)
                .hasAtLeastOneElementOfType(CallEvent.ToolAnswered.class);
        assertThat(((CallEvent.CallEnded) events.getLast()).termination()).isEqualTo(Termination.AGENT_ENDED);
    }

    @Test
    void that_comes_to_no_end_is_given_up_and_leaves_nothing() {
        assertThatThrownBy(() -> Rehearsal.play(kit.system(), means(false), Duration.ofMillis(500))
                        .toCompletableFuture()
                        .get(300, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("did not end in time");
        assertThat(takenOut).succeedsWithin(Duration.ofSeconds(60));
    }

    private Rehearsal.Means means(boolean fenceOpen) {
        RealtimeSettings realtime = new RealtimeSettings(
                URI.create("wss://provider.invalid/v1/realtime"),
                "sk-never-used",
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                1_000,
                1_000_000,
                0,
                spillFolder,
                Duration.ofSeconds(2),
                Duration.ofMinutes(3),
                1_000);
        CallPolicy policy = new CallPolicy(
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                20,
                new CallPolicy.SipStatuses(404, 486, 503, 480, 500));
        return new Rehearsal.Means(sockets, realtime, policy, () -> fenceOpen, "127.0.0.1:25520", callId -> {
            takenOut.complete(callId);
            return CompletableFuture.completedStage(Done.done());
        });
    }
}
