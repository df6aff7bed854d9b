package dev.tandem.simulator.webhook;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Posts deliveries and repeats them with exponential back-off until a 2xx comes or 72 hours are over.
 *
 * <p>All its work happens on the simulator's event loop.
 */
public final class WebhookPost implements AutoCloseable {
    /** The vendor waits "a few seconds" for an answer. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    /** The vendor's guide: retries for up to 72 hours. */
    private static final long GIVE_UP_AFTER_MS = Duration.ofHours(72).toMillis();

    private static final long FIRST_RETRY_MS = 1_000;
    private static final long LONGEST_RETRY_MS = Duration.ofHours(1).toMillis();

    /** Twice the tolerance of the standard. */
    private static final long STALE_SECONDS = 600;

    private final HttpClient http;
    private final Duration answerWithin;
    private final EventLoop loop;
    private final WebhookSigner signer;
    private final Clock clock;
    private final double retrySpeed;
    private final DeliveryLog log;
    private List<URI> urls;
    private int nextUrl;
    private boolean closed;

    /**
     * A poster.
     *
     * @param urls used in turn, by deliveries and by the attempts of each; empty means nothing is ever sent
     * @param retrySpeed divides the waits for an answer and between attempts; 1 is the vendor's pace
     */
    public WebhookPost(
            EventLoop loop, WebhookSigner signer, List<URI> urls, Clock clock, double retrySpeed, DeliveryLog log) {
        this.loop = loop;
        this.signer = signer;
        this.urls = List.copyOf(urls);
        this.clock = clock;
        this.retrySpeed = retrySpeed;
        this.log = log;
        this.answerWithin = Duration.ofMillis(Math.max(1, Math.round(ANSWER_WITHIN.toMillis() / retrySpeed)));
        this.http = HttpClient.newBuilder()
                .executor(loop)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(ANSWER_WITHIN)
                .build();
    }

    /** From now on sends to these URLs. */
    public void target(List<URI> newUrls) {
        urls = List.copyOf(newUrls);
    }

    /** Delivers one copy of an event. */
    public void deliver(String callId, String webhookId, String body) {
        attempt(new Delivery(callId, webhookId, body, clock.millis(), Flaw.NONE, nextUrl++), 1);
    }

    /** Delivers one copy whose first attempt has a flaw. */
    public void deliver(String callId, String webhookId, String body, Flaw flaw) {
        attempt(new Delivery(callId, webhookId, body, clock.millis(), flaw, nextUrl++), 1);
    }

    /** What is wrong with the first attempt of a delivery. */
    public enum Flaw {
        /** Nothing. */
        NONE,
        /** The signature is one of another body. */
        BAD_SIGNATURE,
        /** It was signed ten minutes ago. */
        STALE
    }

    private void attempt(Delivery delivery, int attempt) {
        if (closed || urls.isEmpty()) {
            return;
        }
        URI url = urls.get(Math.floorMod(delivery.firstUrl() + attempt - 1, urls.size()));
        long now = clock.millis() / 1_000;
        Flaw flaw = attempt == 1 ? delivery.flaw() : Flaw.NONE;
        long second = flaw == Flaw.STALE ? now - STALE_SECONDS : now;
        String signedText = flaw == Flaw.BAD_SIGNATURE ? delivery.body() + " " : delivery.body();
        SignedDelivery signed = SignedDelivery.of(signer, delivery.webhookId(), second, signedText);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(answerWithin)
                .POST(HttpRequest.BodyPublishers.ofString(delivery.body()));
        signed.headers().forEach(request::setHeader);
        long sent = System.nanoTime();
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .handle((response, failure) -> new Answer(
                        failure == null ? response.statusCode() : 0,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent)))
                .thenAcceptAsync(answer -> answered(delivery, url, attempt, answer), loop);
    }

    private void answered(Delivery delivery, URI url, int attempt, Answer answer) {
        if (closed) {
            return;
        }
        log.attempted(delivery.callId(), delivery.webhookId(), url, attempt, answer.status(), answer.tookMs());
        if (answer.status() >= 200 && answer.status() < 300) {
            return;
        }
        long wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS << Math.min(attempt - 1, 20));
        if (clock.millis() - delivery.bornMs() + wait > GIVE_UP_AFTER_MS) {
            return;
        }
        long real = Math.max(1, Math.round(wait / retrySpeed));
        loop.schedule(() -> attempt(delivery, attempt + 1), real, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        loop.execute(() -> closed = true);
        http.shutdownNow();
    }

    private record Answer(int status, long tookMs) {}

    private record Delivery(String callId, String webhookId, String body, long bornMs, Flaw flaw, int firstUrl) {}
}
