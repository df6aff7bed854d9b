package dev.tandem.api;

import static dev.tandem.http.Endpoint.Access.ADMIN;
import static dev.tandem.http.Endpoint.Access.ANYONE;
import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import dev.tandem.http.Answers;
import dev.tandem.http.Endpoint;
import dev.tandem.http.Endpoint.Exchange;
import dev.tandem.metrics.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** What the node says of itself: whether it lives, whether it is ready, how full it is, and what this API is. */
final class NodeEndpoints {

    private static final ContentType PROMETHEUS = ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

    record Ready(String status, List<String> reasons) {}

    record LiveMetrics(
            Instant timestamp,
            int activeCalls,
            Map<String, Integer> activeByTenant,
            long totalAccepted,
            long totalRejected) {}

    private final Readiness readiness;
    private final Concurrency concurrency;
    private final Metrics metrics;
    private final LiveNumbers numbers;
    private final Nodes nodes;
    private final Attention attention;
    private final Patience patience;
    private final byte[] description = description();

    record NodeList(List<Nodes.Node> nodes) {}

    NodeEndpoints(
            Readiness readiness,
            Concurrency concurrency,
            Metrics metrics,
            LiveNumbers numbers,
            Nodes nodes,
            Attention attention,
            Patience patience) {
        this.nodes = nodes;
        this.attention = attention;
        this.readiness = readiness;
        this.concurrency = concurrency;
        this.metrics = metrics;
        this.numbers = numbers;
        this.patience = patience;
    }

    List<Endpoint> table() {
        return List.of(
                Endpoint.of(GET, "/health", ANYONE, exchange -> done(Answers.ok(Map.of("status", "ok")))),
                Endpoint.of(GET, "/ready", ANYONE, this::ready),
                Endpoint.of(GET, "/metrics", ANYONE, this::scrape),
                Endpoint.of(GET, "/openapi.json", ANYONE, this::describe),
                Endpoint.of(GET, "/api/v1/metrics/live", ADMIN, this::live),
                Endpoint.of(GET, "/api/v1/concurrency", ADMIN, this::concurrency),
                Endpoint.of(
                        GET,
                        "/api/v1/nodes",
                        ADMIN,
                        exchange -> patience.ask(exchange, nodes::now).thenApply(all -> Answers.ok(new NodeList(all)))),
                Endpoint.of(
                        GET,
                        "/api/v1/attention",
                        ADMIN,
                        exchange -> patience.ask(exchange, attention::now).thenApply(Answers::ok)));
    }

    private CompletionStage<HttpResponse> ready(Exchange exchange) {
        List<String> reasons = readiness.reasonsAgainst();
        return done(
                reasons.isEmpty()
                        ? Answers.ok(new Ready("ready", List.of()))
                        : Answers.json(StatusCodes.SERVICE_UNAVAILABLE, new Ready("not_ready", reasons)));
    }

    private CompletionStage<HttpResponse> scrape(Exchange exchange) {
        return done(HttpResponse.create()
                .withEntity(HttpEntities.create(PROMETHEUS, metrics.scrape().getBytes(StandardCharsets.UTF_8))));
    }

    private CompletionStage<HttpResponse> describe(Exchange exchange) {
        return done(HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, description)));
    }

    private CompletionStage<HttpResponse> live(Exchange exchange) {
        return patience.ask(exchange, numbers::now)
                .thenApply(now -> Answers.ok(new LiveMetrics(
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        now.active().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum(),
                        now.active(),
                        now.accepted(),
                        now.rejected())));
    }

    private CompletionStage<HttpResponse> concurrency(Exchange exchange) {
        return patience.ask(exchange, concurrency::now).thenApply(Answers::ok);
    }

    private static CompletionStage<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedStage(response);
    }

    private static byte[] description() {
        try (InputStream in = NodeEndpoints.class.getResourceAsStream("/openapi.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
