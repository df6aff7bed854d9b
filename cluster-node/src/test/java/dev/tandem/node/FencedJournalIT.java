package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tandem.admission.AdmissionEvent;
import dev.tandem.cassandra.SharedCassandra;
import dev.tandem.persistence.schema.ReadSide;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FencedJournalIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final ActorTestKit kit = ActorTestKit.create(
            "fenced-journal",
            ConfigFactory.parseMap(Map.of(
                            "tandem.cassandra.contact-points",
                            SharedCassandra.get().contactPoint(),
                            "tandem.cassandra.local-datacenter",
                            SharedCassandra.get().datacenter(),
                            "tandem.cassandra.create-schema",
                            true,
                            "pekko.persistence.cassandra.journal.class",
                            FencedJournal.class.getName()))
                    .withFallback(ConfigFactory.parseResources("tandem-persistence.conf"))
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve());

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void nothing_is_journalled_while_the_fence_is_closed_whoever_wants_to() {
        assertThat(new ReadSide(kit.system()).one("SELECT release_version FROM system.local"))
                .as("the tables are there")
                .succeedsWithin(SOON);
        JournalFence.of(Adapter.toClassic(kit.system())).follow(open::get);
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

    /** As sharding's own journal writers it stops when it may not write. */
    private static final class Writer extends EventSourcedBehavior<String, AdmissionEvent, Long> {
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
            return (state, call) -> Effect()
                    .persist(new AdmissionEvent.Freed(Instant.now(), call))
                    .thenRun(after -> stored.tell(after));
        }

        @Override
        public EventHandler<Long, AdmissionEvent> eventHandler() {
            return (state, event) -> state + 1;
        }
    }
}
