package dev.tandem.persistence.projection.summary;

import dev.tandem.persistence.log.CallLines;
import dev.tandem.persistence.projection.CallRefresh;
import dev.tandem.persistence.projection.FailureText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.javadsl.Sink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The safety net under the projections: goes through the unsettled calls and brings up to date from the journal the ended ones
 * and those whose end was not seen for long, for a node may die between a call's end and what follows. Rounds must not overlap.
 */
public final class SummarySweep {

    private static final Logger LOG = LoggerFactory.getLogger(SummarySweep.class);

    /** Journals looked up at one time. */
    private static final int PARALLELISM = 2;

    private final ClassicActorSystemProvider system;
    private final Unsettled unsettled;
    private final Summaries summaries;
    private final CallRefresh refresh;
    private final Duration unseenEnd;
    private final int limit;

    /** When calls that go on were last looked up; holds no more than one round's calls. */
    private Map<String, Instant> lookedUp = new HashMap<>();

    public SummarySweep(
            ClassicActorSystemProvider system,
            Unsettled unsettled,
            Summaries summaries,
            CallRefresh refresh,
            SummarySettings settings) {
        this.system = system;
        this.unsettled = unsettled;
        this.summaries = summaries;
        this.refresh = refresh;
        this.unseenEnd = settings.sweepUnseenEnd();
        this.limit = settings.sweepLimit();
    }

    /** One round as of {@code now}; the number of calls it did something about. */
    public CompletionStage<Integer> round(Instant now) {
        Map<String, Instant> before = lookedUp;
        Map<String, Instant> after = new HashMap<>();
        return unsettled
                .all()
                .filter(entry ->
                        entry.ended() ? !summaries.isUnderWay(entry.callId()) : isDue(entry, now, before, after))
                .take(limit)
                .mapAsync(PARALLELISM, this::look)
                .runWith(Sink.fold(0, (done, one) -> done + 1), system)
                .thenApply(done -> {
                    lookedUp = after;
                    return done;
                });
    }

    private boolean isDue(Unsettled.Entry entry, Instant now, Map<String, Instant> before, Map<String, Instant> after) {
        Instant last = before.getOrDefault(entry.callId(), entry.offeredAt());
        boolean due = !last.plus(unseenEnd).isAfter(now);
        after.put(entry.callId(), due ? now : last);
        return due;
    }

    private CompletionStage<Done> look(Unsettled.Entry entry) {
        return refresh.refresh(entry.callId()).exceptionally(failure -> {
            CallLines.about(
                    entry.callId(),
                    null,
                    () -> LOG.warn("could not be looked up and will be again: {}", FailureText.of(failure)));
            return Done.getInstance();
        });
    }
}
