package dev.tandem.persistence.projection;

import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.journal.CallTags;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
        return CassandraProjection.groupedWithin(
                ProjectionId.of(NAME, CallTags.tag(slice)),
                new LifecycleSource(system, CallTags.tag(slice)),
                () -> new Wake(refresh, meter));
    }

    /**
     * What events do: refresh their calls, each once, however many of its events came together. An answered call has four within a second,
     * and a refresh reads the whole journal.
     */
    private static final class Wake extends Handler<List<EventEnvelope<Object>>> {
        private final CallRefresh refresh;
        private final ProjectionMeter meter;

        private Wake(CallRefresh refresh, ProjectionMeter meter) {
            this.refresh = refresh;
            this.meter = meter;
        }

        @Override
        public CompletionStage<Done> process(List<EventEnvelope<Object>> events) {
            Map<String, Long> moved = new LinkedHashMap<>();
            events.forEach(event -> moved.put(CallJournal.callId(event.persistenceId()), event.sequenceNr()));
            CompletionStage<Done> done = CompletableFuture.completedStage(Done.getInstance());
            for (Map.Entry<String, Long> call : moved.entrySet()) {
                done = done.thenCompose(before -> refresh.refresh(call.getKey(), call.getValue()));
            }
            return done.thenApply(all -> {
                Instant now = Instant.now();
                events.forEach(
                        event -> meter.projected(Duration.between(Instant.ofEpochMilli(event.timestamp()), now)));
                return all;
            });
        }
    }
}
