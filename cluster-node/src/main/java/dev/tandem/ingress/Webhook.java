package dev.tandem.ingress;

import dev.tandem.http.Answers;
import dev.tandem.http.Bodies;
import dev.tandem.http.Deadline;
import dev.tandem.http.Endpoint.Exchange;
import dev.tandem.http.Refusal;
import dev.tandem.metrics.CallMetrics;
import dev.tandem.metrics.WebhookResult;
import dev.tandem.persistence.log.CallLines;
import dev.tandem.protocol.webhook.DeliveryVerdict;
import dev.tandem.protocol.webhook.StandardWebhooks;
import dev.tandem.protocol.webhook.WebhookEnvelope;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers deliveries, in this order: 503 unread when there are too many or the node is behind with its work, 413, 401, 400, then 200 for whatever is durable or needs
 * nothing, else 503. A signed delivery is otherwise never answered 4xx, because its sender would repeat it for days.
 */
final class Webhook {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

    /** Absent components are left out of the JSON. */
    record Accepted(boolean ok, Boolean deduped) {}

    private static final HttpResponse OK = Answers.ok(new Accepted(true, null));
    private static final HttpResponse DEDUPED = Answers.ok(new Accepted(true, true));
    private static final int RETRY_AFTER_SECONDS = 2;

    private final Supplier<StandardWebhooks> signatures;
    private final CallOffers offers;
    private final CallMetrics metrics;
    private final Clock clock;
    private final Ingress.Bounds bounds;
    private final Strain strain;
    private final Materializer materializer;
    private final AtomicInteger inFlight = new AtomicInteger();

    Webhook(
            Supplier<StandardWebhooks> signatures,
            CallOffers offers,
            CallMetrics metrics,
            Clock clock,
            Ingress.Bounds bounds,
            Strain strain,
            Materializer materializer) {
        this.signatures = signatures;
        this.offers = offers;
        this.metrics = metrics;
        this.clock = clock;
        this.bounds = bounds;
        this.strain = strain;
        this.materializer = materializer;
    }

    CompletionStage<HttpResponse> answer(Exchange exchange) {
        HttpRequest request = exchange.request();
        if (inFlight.incrementAndGet() > bounds.inFlight() || strain.isTooMuch()) {
            inFlight.decrementAndGet();
            request.discardEntityBytes(materializer);
            metrics.webhook(WebhookResult.OVERLOADED);
            throw Refusal.unavailable(
                    "overloaded", "More deliveries than this node can answer now; repeat it.", RETRY_AFTER_SECONDS);
        }
        return body(request)
                .thenCompose(bytes -> judge(exchange, bytes))
                .whenComplete((answer, failure) -> inFlight.decrementAndGet());
    }

    private CompletionStage<byte[]> body(HttpRequest request) {
        return Bodies.read(request, materializer).whenComplete((bytes, failure) -> {
            if (failure != null) {
                boolean tooLarge = Deadline.cause(failure) instanceof Refusal refusal
                        && refusal.status().equals(StatusCodes.CONTENT_TOO_LARGE);
                metrics.webhook(tooLarge ? WebhookResult.TOO_LARGE : WebhookResult.MALFORMED);
            }
        });
    }

    private CompletionStage<HttpResponse> judge(Exchange exchange, byte[] body) {
        HttpRequest request = exchange.request();
        String deliveryId = header(request, StandardWebhooks.ID_HEADER);
        DeliveryVerdict verdict = signatures
                .get()
                .verify(
                        clock.instant(),
                        deliveryId,
                        header(request, StandardWebhooks.TIMESTAMP_HEADER),
                        header(request, StandardWebhooks.SIGNATURE_HEADER),
                        body);
        return switch (verdict) {
            case DeliveryVerdict.Verified verified -> act(exchange, deliveryId, body);
            case DeliveryVerdict.Missing missing ->
                throw unauthorized(exchange, "The header " + missing.header() + " is missing.");
            case DeliveryVerdict.Stale stale ->
                throw unauthorized(
                        exchange,
                        "The timestamp is more than " + StandardWebhooks.TOLERANCE_SECONDS + " s off our clock.");
            case DeliveryVerdict.BadSignature bad ->
                throw unauthorized(exchange, "No signature fits the body and the configured secrets.");
        };
    }

    private CompletionStage<HttpResponse> act(Exchange exchange, String deliveryId, byte[] body) {
        return switch (WebhookEnvelope.read(body, clock.instant())) {
            case WebhookEnvelope.CallIncoming call -> offer(exchange, Offers.of(call, deliveryId));
            case WebhookEnvelope.Acknowledged other -> ignored(exchange, other.type(), "needs nothing");
            case WebhookEnvelope.Unusable unusable -> ignored(exchange, unusable.type(), unusable.reason());
            case WebhookEnvelope.NotAnEnvelope not -> {
                LOG.warn("webhook 400 request={}: {}", exchange.requestId(), not.reason());
                throw refused(
                        WebhookResult.MALFORMED,
                        Refusal.badRequest(
                                "not_a_webhook", "This is signed, but no webhook event: " + not.reason() + "."));
            }
        };
    }

    private CompletionStage<HttpResponse> offer(Exchange exchange, Offer offer) {
        return Deadline.within(bounds.offerWait(), () -> offers.offer(offer)).handle((answer, failure) -> {
            if (failure != null) {
                throw unavailable(
                        exchange, offer, Deadline.cause(failure).getClass().getSimpleName());
            }
            return switch (answer) {
                case OfferAnswer.Durable durable -> {
                    CallLines.about(
                            offer.callId(),
                            null,
                            () -> LOG.info(
                                    "webhook 200 {} request={}",
                                    durable.first() ? "offered" : "repeated",
                                    exchange.requestId()));
                    metrics.webhook(durable.first() ? WebhookResult.OFFERED : WebhookResult.REPEATED);
                    yield durable.first() ? OK : DEDUPED;
                }
                case OfferAnswer.Unavailable no -> throw unavailable(exchange, offer, no.reason());
            };
        });
    }

    private CompletionStage<HttpResponse> ignored(Exchange exchange, String type, String why) {
        LOG.info("webhook 200 ignored type={} request={}: {}", printable(type), exchange.requestId(), why);
        metrics.webhook(WebhookResult.IGNORED);
        return CompletableFuture.completedStage(OK);
    }

    private Refusal unavailable(Exchange exchange, Offer offer, String why) {
        CallLines.about(offer.callId(), null, () -> LOG.warn("webhook 503 request={}: {}", exchange.requestId(), why));
        return refused(
                WebhookResult.UNAVAILABLE,
                Refusal.unavailable(
                        "unavailable", "The call could not be made durable in time; repeat it.", RETRY_AFTER_SECONDS));
    }

    private Refusal unauthorized(Exchange exchange, String detail) {
        LOG.warn("webhook 401 request={}: {}", exchange.requestId(), detail);
        return refused(
                WebhookResult.UNAUTHORIZED,
                Refusal.of(StatusCodes.UNAUTHORIZED, "bad_signature", detail)
                        .with("WWW-Authenticate", "StandardWebhooks"));
    }

    private Refusal refused(WebhookResult result, Refusal refusal) {
        metrics.webhook(result);
        return refusal;
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value).orElse(null);
    }

    /** A signed stranger's text, on its way to one line of the log. */
    private static String printable(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "?");
    }
}
