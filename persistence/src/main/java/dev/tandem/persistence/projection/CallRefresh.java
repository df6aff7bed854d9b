package dev.tandem.persistence.projection;

import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.log.CallLines;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.ReadSide;
import dev.tandem.persistence.schema.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings everything remembered of one call up to date with its journal; what all projections store is one request.
 *
 * <p>Failures of the storage fail the refresh, to be repeated. Any other failure is tried again at once, then the call goes to
 * quarantine for that projection and the refresh goes on.
 */
public final class CallRefresh {

    /** How the reading and folding of a journal is named in quarantine. */
    private static final String JOURNAL = "journal";

    /** What quarantine holds in place of a sequence number when the journal could not be read. */
    private static final long NO_EVENT = 0;

    private static final Logger LOG = LoggerFactory.getLogger(CallRefresh.class);

    private final CallJournal journal;
    private final List<CallProjection> projections;
    private final ReadSide readSide;
    private final Quarantine quarantine;
    private final ProjectionMeter meter;
    private final int tries;

    public CallRefresh(ClassicActorSystemProvider system, List<CallProjection> projections, ProjectionMeter meter) {
        this.journal = new CallJournal(system);
        this.projections = List.copyOf(projections);
        this.readSide = new ReadSide(system);
        this.quarantine = new Quarantine(readSide);
        this.meter = meter;
        this.tries = system.classicSystem().settings().config().getInt("tandem.projection.tries");
    }

    /** Done when everything follows from the call's journal as it is now, or stands in quarantine. */
    public CompletionStage<Done> refresh(String callId) {
        return read(callId, tries)
                .handle((record, failure) -> {
                    if (failure == null) {
                        return project(record);
                    }
                    return StorageFailures.isOne(failure)
                            ? CompletableFuture.<Done>failedStage(failure)
                            : quarantined(JOURNAL, callId, NO_EVENT, failure);
                })
                .thenCompose(done -> done);
    }

    private CompletionStage<CallRecord> read(String callId, int triesLeft) {
        return journal.read(callId)
                .thenApply(events -> offered(CallRecord.of(callId, events)))
                .exceptionallyCompose(failure -> triesLeft <= 1 || StorageFailures.isOne(failure)
                        ? CompletableFuture.failedStage(failure)
                        : read(callId, triesLeft - 1));
    }

    private static CallRecord offered(CallRecord record) {
        if (record.offeredAt() == null) {
            throw new IllegalStateException("The journal does not begin with the call's offer");
        }
        return record;
    }

    private CompletionStage<Done> project(CallRecord record) {
        List<Upsert> writes = new ArrayList<>();
        List<CallProjection> sound = new ArrayList<>();
        CompletionStage<Done> aside = CompletableFuture.completedStage(Done.getInstance());
        for (CallProjection projection : projections) {
            try {
                writes.addAll(writes(projection, record, tries));
                sound.add(projection);
            } catch (RuntimeException poison) {
                aside = aside.thenCombine(
                        quarantined(projection.name(), record.callId(), record.lastSeq(), poison),
                        (done, also) -> done);
            }
        }
        return aside.thenCompose(done -> readSide.upsertAll(writes)).thenApply(done -> {
            sound.forEach(projection -> projection.stored(record));
            return done;
        });
    }

    private static List<Upsert> writes(CallProjection projection, CallRecord record, int triesLeft) {
        try {
            return projection.writes(record);
        } catch (RuntimeException failure) {
            if (triesLeft <= 1) {
                throw failure;
            }
            return writes(projection, record, triesLeft - 1);
        }
    }

    private CompletionStage<Done> quarantined(String projection, String callId, long seq, Throwable failure) {
        CallLines.about(
                callId,
                null,
                () -> LOG.error(
                        "projection={} cannot be projected and is put in quarantine: {}",
                        projection,
                        FailureText.of(failure)));
        meter.quarantined(projection);
        return quarantine.add(projection, callId, seq, failure);
    }
}
