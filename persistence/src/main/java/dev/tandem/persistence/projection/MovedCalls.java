package dev.tandem.persistence.projection;

import dev.tandem.persistence.log.CallLines;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.DelayOverflowStrategy;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's calls whose lifecycle moved, each brought up to date a moment later, once for all that happened until then.
 *
 * <p>What a failing storage holds up is tried again. What is forgotten, since a node died or too much waited, is found by the node
 * that takes the call up, by the call's next move, or by the sweep.
 */
public final class MovedCalls {

    /** A call moves twice within a second when it is answered or refused, and each refresh reads its whole journal. */
    static final Duration GATHERED = Duration.ofSeconds(1);

    /** Calls that wait at one time. */
    static final int MOST_WAITING = 10_000;

    private static final int PARALLELISM = 8;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(MovedCalls.class);

    private final ActorSystem system;
    private final Function<String, CompletionStage<Done>> refresh;
    private final ProjectionMeter meter;
    private final BoundedSourceQueue<String> queue;

    /** Since when each call waits; one that moves while it is refreshed waits anew. */
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();

    public MovedCalls(ClassicActorSystemProvider system, CallRefresh refresh, ProjectionMeter meter) {
        this(system, refresh::refresh, meter);
    }

    MovedCalls(
            ClassicActorSystemProvider system, Function<String, CompletionStage<Done>> refresh, ProjectionMeter meter) {
        this.system = system.classicSystem();
        this.refresh = refresh;
        this.meter = meter;
        this.queue = Source.<String>queue(MOST_WAITING)
                .delay(GATHERED, DelayOverflowStrategy.backpressure())
                .withAttributes(Attributes.inputBuffer(MOST_WAITING, MOST_WAITING))
                .mapAsyncUnordered(PARALLELISM, this::refreshed)
                .to(Sink.ignore())
                .run(system);
    }

    /** Something in the call's life was journalled just now; returns at once, from any thread. */
    public void moved(String callId) {
        moved(callId, Instant.now());
    }

    private void moved(String callId, Instant since) {
        boolean hasRoom = waiting.size() < MOST_WAITING;
        if (hasRoom
                && waiting.putIfAbsent(callId, since) == null
                && queue.offer(callId) != QueueOfferResult.enqueued()) {
            waiting.remove(callId);
        }
    }

    private CompletionStage<Done> refreshed(String callId) {
        Instant since = waiting.remove(callId);
        return begun(callId)
                .thenApply(done -> {
                    meter.projected(Duration.between(since, Instant.now()));
                    return done;
                })
                .exceptionallyCompose(failure -> putOff(callId, since, failure));
    }

    /** The place among those at work is kept meanwhile: a storage that fails everybody is not asked for everybody at once. */
    private CompletionStage<Done> putOff(String callId, Instant since, Throwable failure) {
        CallLines.about(callId, null, () -> LOG.warn("is brought up to date later: {}", FailureText.of(failure)));
        Executor later =
                CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, system.dispatcher());
        return CompletableFuture.runAsync(() -> moved(callId, since), later).thenApply(again -> Done.getInstance());
    }

    private CompletionStage<Done> begun(String callId) {
        try {
            return refresh.apply(callId);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
