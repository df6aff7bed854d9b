package dev.tandem.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A bound on how long an answer waits for somebody else. */
public final class Deadline {

    /** Apart from the JVM's own, which answers on the common pool: an answer that is late already waits for nothing else. */
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private Deadline() {}

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "tandem-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /**
     * What the question yields, or a {@link TimeoutException} after {@code limit}; the question itself is left to run.
     * A question that throws fails the same way as one that completes with the exception.
     */
    public static <T> CompletionStage<T> within(Duration limit, Supplier<CompletionStage<T>> question) {
        CompletableFuture<T> answer;
        try {
            answer = here(question.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
        Future<?> end = CLOCK.schedule(
                () -> answer.completeExceptionally(new TimeoutException(limit + " are over")),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        answer.whenComplete((value, failure) -> end.cancel(false));
        return answer;
    }

    /**
     * The same stage, continued on the thread that completes it. A stage made of a Scala future continues on the JVM's common pool, which is one
     * thread for everything on a machine of two cores.
     */
    public static <T> CompletableFuture<T> here(CompletionStage<T> stage) {
        return stage.toCompletableFuture().copy();
    }

    /** The failure itself, without the wrappings futures put around it. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
