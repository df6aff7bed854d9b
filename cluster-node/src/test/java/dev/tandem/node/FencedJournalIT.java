package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tandem.admission.AdmissionEvent;
import dev.tandem.cassandra.DevCassandra;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.schema.ReadSide;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FencedJournalIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    /** Not the shared one: it is put to sleep. */
    private static DevCassandra cassandra;

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final ActorTestKit kit = ActorTestKit.create(
            "fenced-journal",
            ConfigFactory.parseMap(Map.of(
                            "tandem.cassandra.contact-points",
                            cassandra.contactPoint(),
                            "tandem.cassandra.local-datacenter",
                            DevCassandra.DATACENTER,
                            "tandem.cassandra.create-schema",
                            true,
                            "pekko.persistence.cassandra.journal.class",
                            FencedJournal.class.getName()))
                    .withFallback(ConfigFactory.parseResources("tandem-persistence.conf"))
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve());

    private final TestProbe<String> began = kit.createTestProbe(String.class);

    @BeforeAll
    static void startCassandra() throws IOException {
        cassandra = DevCassandra.start(folder, 0);
    }

    @AfterAll
    static void stopCassandra() {
        cassandra.close();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void nothing_is_journalled_while_the_fence_is_closed_whoever_wants_to() {
        tablesAreThere();
        TestProbe<Long> stored = kit.createTestProbe(Long.class);
        String id = "Fenced|" + UUID.randomUUID();

        ActorRef<String> first = kit.spawn(new Writer(id, stored.ref()));
        first.tell("a");
        assertThat(stored.receiveMessage(SOON)).isEqualTo(1);
        open.set(false);
        first.tell("b");
        stored.expectTerminated(first, SOON);

        open.set(true);
        kit.spawn(new Writer(id, stored.ref())).tell("c");
        assertThat(stored.receiveMessage(SOON)).isEqualTo(2);
    }

    @Test
    void a_call_that_begins_anew_while_a_write_of_its_goes_on_begins_after_it() {
        tablesAreThere();
        TestProbe<Long> stored = kit.createTestProbe(Long.class);
        String id = CallJournal.persistenceId(UUID.randomUUID().toString()).id();
        for (long before = 0; before < 20; before += 2) {
            ActorRef<String> leaving = kit.spawn(new Writer(id, stored.ref()));
            leaving.tell("its last");
            began.receiveMessage(SOON);
            kit.stop(leaving);
            ActorRef<String> successor = kit.spawn(new Writer(id, stored.ref()));
            successor.tell("its successor's");
            long both = before + 2;
            stored.fishForMessage(
                    SOON, after -> after == both ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
            began.receiveMessage(SOON);
            kit.stop(successor);
        }
    }

    @Test
    void a_write_given_up_while_cassandra_sleeps_is_there_once_before_its_writer_goes_on() throws Exception {
        tablesAreThere();
        TestProbe<Long> stored = kit.createTestProbe(Long.class);
        String id = CallJournal.persistenceId(UUID.randomUUID().toString()).id();
        ActorRef<String> first = kit.spawn(new Writer(id, stored.ref()));
        first.tell("a");
        assertThat(stored.receiveMessage(SOON)).isEqualTo(1);

        signal("STOP");
        try {
            first.tell("b");
            stored.expectTerminated(first, SOON);
        } finally {
            signal("CONT");
        }
        kit.spawn(new Writer(id, stored.ref())).tell("c");

        assertThat(stored.receiveMessage(SOON)).as("a, b and c").isEqualTo(3);
        assertThat(numbers(id)).containsExactly(1L, 2L, 3L);
    }

    private void tablesAreThere() {
        assertThat(new ReadSide(kit.system()).one("SELECT release_version FROM system.local"))
                .succeedsWithin(SOON);
        JournalFence.of(Adapter.toClassic(kit.system())).follow(open::get);
    }

    private List<Long> numbers(String persistenceId) {
        return new ReadSide(kit.system())
                .rows(
                        100,
                        "SELECT sequence_nr FROM call_journal.messages WHERE persistence_id = ? AND partition_nr = 0",
                        persistenceId)
                .map(row -> row.getLong("sequence_nr"))
                .runWith(Sink.seq(), kit.system())
                .toCompletableFuture()
                .join();
    }

    private static void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(cassandra.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** As sharding's own journal writers it stops when it may not write. */
    private final class Writer extends EventSourcedBehavior<String, AdmissionEvent, Long> {
        private final ActorRef<Long> stored;

        Writer(String id, ActorRef<Long> stored) {
            super(PersistenceId.ofUniqueId(id));
            this.stored = stored;
        }

        @Override
        public Long emptyState() {
            return 0L;
        }

        @Override
        public CommandHandler<String, AdmissionEvent, Long> commandHandler() {
            return (state, call) -> {
                began.ref().tell(call);
                return Effect()
                        .persist(new AdmissionEvent.Freed(Instant.now(), call))
                        .thenRun(after -> stored.tell(after));
            };
        }

        @Override
        public EventHandler<Long, AdmissionEvent> eventHandler() {
            return (state, event) -> state + 1;
        }
    }
}
