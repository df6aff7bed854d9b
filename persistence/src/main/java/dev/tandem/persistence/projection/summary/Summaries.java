package dev.tandem.persistence.projection.summary;

import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.journal.CallJournal;
import dev.tandem.persistence.log.CallLines;
import dev.tandem.persistence.projection.CallProjection;
import dev.tandem.persistence.projection.FailureText;
import dev.tandem.persistence.projection.ProjectionMeter;
import dev.tandem.persistence.projection.registry.CallRegistry;
import dev.tandem.persistence.projection.registry.SummaryEntry;
import dev.tandem.persistence.projection.summary.SummaryOutcome.NotSummarized;
import dev.tandem.persistence.projection.summary.SummaryOutcome.Summarized;
import dev.tandem.persistence.record.CallRecord;
import dev.tandem.persistence.schema.Upsert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Summarises ended calls beside the projection, a few at a time.
 *
 * <p>The projection only notes that the call is unsettled and puts it in a bounded queue; a claim in Cassandra makes sure that
 * one node asks the model. A failed try gives its place to other calls and comes back after a pause. Whatever gets lost on the
 * way (a full queue, a crash, a storage failure) is found by the sweep once the claim's lease has run out.
 */
public final class Summaries implements CallProjection {

    private static final Logger LOG = LoggerFactory.getLogger(Summaries.class);
    private static final Done DONE = Done.getInstance();

    /** A call to work on, with its record when it was just read; {@code claim} null until it is ours. */
    private record Work(String callId, CallRecord record, String claim, int tries) {}

    private final ClassicActorSystemProvider system;
    private final CallJournal journal;
    private final Summarizer summarizer;
    private final SummaryStore store;
    private final Unsettled unsettled;
    private final CallRegistry registry;
    private final Prices prices;
    private final SummarySettings settings;
    private final ProjectionMeter meter;
    private final BoundedSourceQueue<Work> queue;

    /** Calls queued, at work or pausing on this node: at most as many as the queue holds. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    public Summaries(
            ClassicActorSystemProvider system,
            Summarizer summarizer,
            SummaryStore store,
            Unsettled unsettled,
            CallRegistry registry,
            Prices prices,
            SummarySettings settings,
            ProjectionMeter meter) {
        this.system = system;
        this.journal = new CallJournal(system);
        this.summarizer = summarizer;
        this.store = store;
        this.unsettled = unsettled;
        this.registry = registry;
        this.prices = prices;
        this.settings = settings;
        this.meter = meter;
        this.queue = Source.<Work>queue(settings.queue())
                .mapAsyncUnordered(settings.parallelism(), this::guarded)
                .to(Sink.ignore())
                .run(system);
    }

    @Override
    public String name() {
        return "summary";
    }

    @Override
    public List<Upsert> writes(CallRecord record) {
        return List.of(
                switch (SummaryNeed.of(record)) {
                    case NOT_YET -> Unsettled.addition(record, false);
                    case NONE -> Unsettled.removal(record.callId());
                    case NO_WORDS, MODEL -> Unsettled.addition(record, true);
                });
    }

    @Override
    public void stored(CallRecord record) {
        switch (SummaryNeed.of(record)) {
            case NOT_YET, NONE -> {}
            case NO_WORDS, MODEL -> offer(record);
        }
    }

    boolean isUnderWay(String callId) {
        return underWay.contains(callId);
    }

    /** Queues an ended call unless it is under way here; without room it is left to the sweep. */
    void offer(CallRecord record) {
        if (underWay.size() < settings.queue() && underWay.add(record.callId())) {
            queued(new Work(record.callId(), record, null, 0));
        }
    }

    private void queued(Work work) {
        if (queue.offer(work) != QueueOfferResult.enqueued()) {
            underWay.remove(work.callId());
        }
    }

    private CompletionStage<Done> guarded(Work work) {
        return started(work).handle((pausing, failure) -> {
            if (failure != null) {
                CallLines.about(
                        work.callId(),
                        null,
                        () -> LOG.warn("summary put off until the next sweep: {}", FailureText.of(failure)));
            }
            if (failure != null || !pausing) {
                underWay.remove(work.callId());
            }
            return DONE;
        });
    }

    private CompletionStage<Boolean> started(Work work) {
        try {
            return worked(work);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** True when the call is to come back after a pause. */
    private CompletionStage<Boolean> worked(Work work) {
        return record(work).thenCompose(record -> switch (SummaryNeed.of(record)) {
            case NOT_YET -> comesBack(false);
            case NONE -> unsettled.remove(work.callId()).thenApply(done -> false);
            case NO_WORDS -> {
                StoredSummary said = StoredSummary.withoutModel(Analysis.NO_WORDS);
                yield store.readyWithoutModel(work.callId(), said)
                        .thenCompose(applied -> applied ? told(record, said) : settled(record));
            }
            case MODEL -> withModel(work, record);
        });
    }

    /** An ended call's journal says nothing new; only who comes back after a pause has let it go meanwhile and reads it again. */
    private CompletionStage<CallRecord> record(Work work) {
        return work.record() != null
                ? CompletableFuture.completedStage(work.record())
                : journal.read(work.callId()).thenApply(events -> CallRecord.of(work.callId(), events));
    }

    private CompletionStage<Boolean> withModel(Work work, CallRecord record) {
        Instant now = Instant.now();
        Instant lease = now.plus(settings.requestTimeout()).plus(settings.leaseMargin());
        if (work.claim() != null) {
            int tries = work.tries() + 1;
            return store.keep(work.callId(), work.claim(), tries, lease)
                    .thenCompose(kept -> kept
                            ? tried(new Work(work.callId(), null, work.claim(), tries), record)
                            : comesBack(false));
        }
        Work first = new Work(work.callId(), null, UUID.randomUUID().toString(), 1);
        return store.claim(first.callId(), first.claim(), now, lease)
                .thenCompose(claimed -> claimed ? tried(first, record) : settled(record));
    }

    private CompletionStage<Boolean> tried(Work work, CallRecord record) {
        return summarizer
                .summarize(new SummaryRequest(work.callId(), record.transcript()))
                .thenCompose(outcome -> switch (outcome) {
                    case Summarized(var analysis, var model, var usage) -> {
                        StoredSummary ready = StoredSummary.ready(work.claim(), work.tries(), analysis, model, usage);
                        yield store.ready(work.callId(), ready)
                                .thenCompose(applied -> finished(applied, ready, record));
                    }
                    case NotSummarized failed -> notSummarized(work, failed, record);
                });
    }

    private CompletionStage<Boolean> notSummarized(Work work, NotSummarized failed, CallRecord record) {
        CallLines.about(
                work.callId(),
                record.tenant(),
                () -> LOG.warn("summary try {} failed, {}: {}", work.tries(), failed.verdict(), failed.error()));
        meter.summaryTryFailed();
        if (work.tries() >= settings.tries()) {
            StoredSummary last = StoredSummary.failed(work.claim(), work.tries(), failed.error());
            return store.failed(work.callId(), last).thenCompose(applied -> finished(applied, last, record));
        }
        Duration pause = settings.pauseAfter(work.tries());
        Instant lease = Instant.now().plus(pause).plus(settings.leaseMargin());
        return store.keep(work.callId(), work.claim(), work.tries(), lease).thenApply(kept -> {
            if (kept) {
                var classic = system.classicSystem();
                classic.scheduler().scheduleOnce(pause, () -> queued(work), classic.dispatcher());
            }
            return kept;
        });
    }

    private CompletionStage<Boolean> finished(boolean applied, StoredSummary summary, CallRecord record) {
        if (!applied) {
            return settled(record);
        }
        String state = summary.view().state();
        meter.summarized(state);
        CallLines.about(record.callId(), record.tenant(), () -> LOG.info("summary {}", state));
        return told(record, summary);
    }

    /** Another one's claim, or what a crash left half told. */
    private CompletionStage<Boolean> settled(CallRecord record) {
        return store.find(record.callId())
                .thenCompose(stored -> stored.filter(StoredSummary::settled).isEmpty()
                        ? comesBack(false)
                        : told(record, stored.get()));
    }

    /** Tells lists and review queue of a settled summary, then forgets the call. */
    private CompletionStage<Boolean> told(CallRecord record, StoredSummary summary) {
        SummaryEntry entry = new SummaryEntry(
                summary.view(), record.view(prices, null, summary.charges()).cost());
        return store.tell(record, summary, registry.summarized(record, entry))
                .thenCompose(done -> unsettled.remove(record.callId()))
                .thenApply(done -> false);
    }

    private static CompletionStage<Boolean> comesBack(boolean yes) {
        return CompletableFuture.completedStage(yes);
    }
}
