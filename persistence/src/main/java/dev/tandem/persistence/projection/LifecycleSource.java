package dev.tandem.persistence.projection;

import com.datastax.oss.driver.api.core.uuid.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.cassandra.query.javadsl.CassandraReadJournal;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.projection.eventsourced.EventEnvelope;
import org.apache.pekko.projection.eventsourced.javadsl.EventSourcedProvider;
import org.apache.pekko.projection.javadsl.SourceProvider;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The lifecycle events of one tag from the stored offset on, or without one from a bounded time ago: asking Cassandra for every
 * hour since the journal's first would take minutes.
 */
final class LifecycleSource extends SourceProvider<Offset, EventEnvelope<Object>> {

    private final SourceProvider<Offset, EventEnvelope<Object>> byTag;
    private final Duration lookBack;

    LifecycleSource(ActorSystem<?> system, String tag) {
        this.byTag = EventSourcedProvider.eventsByTag(system, CassandraReadJournal.Identifier(), tag);
        this.lookBack = system.settings().config().getDuration("tandem.projection.look-back");
    }

    @Override
    public CompletionStage<Source<EventEnvelope<Object>, NotUsed>> source(
            Supplier<CompletionStage<Optional<Offset>>> stored) {
        return byTag.source(() -> stored.get().thenApply(offset -> Optional.of(offset.orElseGet(() -> begin()))));
    }

    @Override
    public Offset extractOffset(EventEnvelope<Object> envelope) {
        return byTag.extractOffset(envelope);
    }

    @Override
    public long extractCreationTime(EventEnvelope<Object> envelope) {
        return byTag.extractCreationTime(envelope);
    }

    private Offset begin() {
        return Offset.timeBasedUUID(Uuids.startOf(Instant.now().minus(lookBack).toEpochMilli()));
    }
}
