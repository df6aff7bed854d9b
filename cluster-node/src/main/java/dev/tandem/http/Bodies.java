package dev.tandem.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;

/** Takes the bodies of requests off the wire: whole, or to nowhere; every way that can go wrong is a {@link Refusal}. */
public final class Bodies {

    /** How long a body may take to arrive. */
    public static final Duration WAIT = Duration.ofSeconds(2);

    /** A body that is too large is still read up to here before it is refused: an answer that overtakes it would be lost with the connection. */
    private static final long MOST_DRAINED = 1024 * 1024;

    private Bodies() {}

    /** The body's bytes, {@link HttpPort#MAX_BODY} at most. */
    public static CompletionStage<byte[]> read(HttpRequest request, Materializer materializer) {
        if (tooLarge(request)) {
            return drained(request, materializer);
        }
        // A body that came with its head is there.
        if (request.entity() instanceof HttpEntity.Strict whole) {
            return CompletableFuture.completedStage(whole.getData().toArray());
        }
        return Deadline.here(request.entity().withSizeLimit(HttpPort.MAX_BODY).toStrict(WAIT.toMillis(), materializer))
                .thenApply(entity -> entity.getData().toArray())
                .exceptionally(failure -> {
                    throw refusal(Deadline.cause(failure));
                });
    }

    /** Completes when a body that nobody wants has been read: an answer before that would cost the connection. */
    static CompletionStage<Void> discard(HttpRequest request, Materializer materializer) {
        if (tooLarge(request)) {
            return drained(request, materializer);
        }
        HttpEntity.DiscardedEntity discarded = request.discardEntityBytes(materializer);
        if (request.entity().isStrict()) {
            return CompletableFuture.completedStage(null);
        }
        return Deadline.within(WAIT, discarded::completionStage)
                .<Void>thenApply(done -> null)
                .exceptionally(failure -> {
                    throw refusal(Deadline.cause(failure));
                });
    }

    /** Always fails, once what may be read of the body has been. */
    private static <T> CompletionStage<T> drained(HttpRequest request, Materializer materializer) {
        HttpEntity.DiscardedEntity discarded =
                request.entity().withSizeLimit(MOST_DRAINED).discardBytes(materializer);
        return Deadline.within(WAIT, discarded::completionStage).handle((done, failure) -> {
            throw tooLarge();
        });
    }

    private static boolean tooLarge(HttpRequest request) {
        return request.entity().getContentLengthOption().orElse(0) > HttpPort.MAX_BODY;
    }

    private static Refusal refusal(Throwable failure) {
        return switch (failure) {
            case EntityStreamSizeException size -> tooLarge();
            case TimeoutException late ->
                Refusal.of(StatusCodes.REQUEST_TIMEOUT, "body_timeout", "The body did not arrive in time.");
            default -> Refusal.badRequest("body_incomplete", "The body broke off.");
        };
    }

    private static Refusal tooLarge() {
        return Refusal.of(
                StatusCodes.CONTENT_TOO_LARGE, "too_large", "A body has at most " + HttpPort.MAX_BODY + " bytes.");
    }
}
