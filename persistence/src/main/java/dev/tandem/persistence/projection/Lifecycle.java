package dev.tandem.persistence.projection;

import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.journal.CallTags;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.projection.Projection;
import org.apache.pekko.projection.ProjectionId;
import org.apache.pekko.projection.cassandra.javadsl.CassandraProjection;
import org.apache.pekko.projection.eventsourced.EventEnvelope;
import org.apache.pekko.projection.javadsl.Handler;

/** The projection that follows the lifecycle of the calls of one slice and refreshes what is remembered of each that moved. */
public final class Lifecycle {

    private static final String NAME = "calls";

    private Lifecycle() {}

    /** At least once, by tag; {@code slice} 0 to {@link CallTags#SLICES} - 1. */
    public static Projection<EventEnvelope<Object>> of(
            ActorSystem<?> system, int slice, CallRefresh refresh, ProjectionMeter meter) {
        return CassandraProjection.atLeastOnce(
                ProjectionId.of(NAME, CallTags.tag(slice)),
                new LifecycleSource(system, CallTags.tag(slice)),
                () -> new Wake(refresh, meter));
    }

    /** What a projection's event does: refresh its call. */
    private static final class Wake extends Handler<EventEnvelope<Object>> {
        private final CallRefresh refresh;
        private final ProjectionMeter meter;

        private Wake(CallRefresh refresh, ProjectionMeter meter) {
            this.refresh = refresh;
            this.meter = meter;
        }

        @Override
        public CompletionStage<Done> process(EventEnvelope<Object> envelope) {
            Instant journalled = Instant.ofEpochMilli(envelope.timestamp());
            return refresh.refresh(CallJournal.callId(envelope.persistenceId()), envelope.sequenceNr())
                    .thenApply(done -> {
                        meter.projected(Duration.between(journalled, Instant.now()));
                        return done;
                    });
        }
    }
}
