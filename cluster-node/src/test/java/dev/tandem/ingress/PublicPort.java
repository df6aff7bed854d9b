package dev.tandem.ingress;

import dev.tandem.http.Bound;
import dev.tandem.metrics.Metrics;
import dev.tandem.protocol.webhook.StandardWebhooks;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A public port with a cluster behind it that remembers what it was offered, unless a test replaces it. */
final class PublicPort implements AutoCloseable {

    final List<Offer> offered = new CopyOnWriteArrayList<>();
    final Metrics metrics = new Metrics();
    volatile CallOffers cluster = remembering();

    private final Bound bound;

    PublicPort(Ingress.Bounds bounds) {
        StandardWebhooks signatures = new StandardWebhooks(List.of(Delivery.SECRET, Delivery.OLD_SECRET));
        bound = new Bound(system -> Ingress.routes(
                () -> signatures, offer -> cluster.offer(offer), metrics.calls(), Clock.systemUTC(), bounds, system));
    }

    CallOffers remembering() {
        Set<String> known = ConcurrentHashMap.newKeySet();
        return offer -> {
            offered.add(offer);
            return CompletableFuture.completedStage(new OfferAnswer.Durable(known.add(offer.callId())));
        };
    }

    Bound bound() {
        return bound;
    }

    HttpRequest.Builder request(String path, Delivery delivery) {
        HttpRequest.Builder request = bound.request(path).POST(BodyPublishers.ofByteArray(delivery.body()));
        delivery.headers().forEach(request::header);
        return request;
    }

    HttpResponse<String> deliver(Delivery delivery) {
        return bound.send(request("/openai/webhook", delivery));
    }

    @Override
    public void close() {
        bound.close();
        metrics.close();
    }
}
