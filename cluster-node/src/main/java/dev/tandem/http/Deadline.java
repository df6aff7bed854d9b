package dev.tandem.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A bound on how long an answer waits for somebody else. */
public final class Deadline {

    private Deadline() {}

    /**
     * What the question yields, or a {@link java.util.concurrent.TimeoutException} after {@code limit}; the question itself is left to run.
     * A question that throws fails the same way as one that completes with the exception.
     */
    public static <T> CompletionStage<T> within(Duration limit, Supplier<CompletionStage<T>> question) {
        try {
            return here(question.get()).orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
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
