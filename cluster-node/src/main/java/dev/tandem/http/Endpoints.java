package dev.tandem.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything one port answers, as a table: finds the endpoint, keeps strangers out, and gives every answer its request id and every error its problem.
 * A table rather than a tree of directives so that the API's description can be proved complete against it.
 */
public final class Endpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private final List<Endpoint> table;
    private final Predicate<HttpRequest> admin;
    private final Materializer materializer;

    /** @param admin whether the request shows that it comes from an administrator */
    public Endpoints(List<Endpoint> table, Predicate<HttpRequest> admin, Materializer materializer) {
        this.table = List.copyOf(table);
        this.admin = admin;
        this.materializer = materializer;
    }

    public List<Endpoint> table() {
        return table;
    }

    public Route route() {
        return Directives.extractRequest(request -> Directives.completeWithFuture(answer(request)));
    }

    CompletionStage<HttpResponse> answer(HttpRequest request) {
        String requestId = RequestId.of(request);
        CompletionStage<HttpResponse> answer;
        try {
            answer = ask(request, requestId);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        return answer.exceptionally(failure -> problem(Deadline.cause(failure), requestId))
                .thenApply(response -> response.addHeaders(List.of(
                        RawHeader.create(RequestId.HEADER, requestId),
                        RawHeader.create("Cache-Control", "no-store"),
                        RawHeader.create("X-Content-Type-Options", "nosniff"))));
    }

    private CompletionStage<HttpResponse> ask(HttpRequest request, String requestId) {
        List<String> segments = StreamSupport.stream(
                        request.getUri().pathSegments().spliterator(), false)
                .toList();
        List<Endpoint> here = new ArrayList<>();
        for (Endpoint endpoint : table) {
            Optional<Map<String, String>> path = match(endpoint.path(), segments);
            if (path.isEmpty()) {
                continue;
            }
            if (endpoint.method().equals(request.method())) {
                return ask(endpoint, new Endpoint.Exchange(request, requestId, path.get()));
            }
            here.add(endpoint);
        }
        request.discardEntityBytes(materializer);
        boolean open = table.stream().noneMatch(e -> e.access() == Endpoint.Access.ADMIN)
                || here.stream().anyMatch(e -> e.access() == Endpoint.Access.ANYONE);
        if (!open) {
            requireAdmin(request);
        }
        if (here.isEmpty()) {
            throw Refusal.notFound("not_found", "There is nothing at this path.");
        }
        String allowed = here.stream().map(e -> e.method().value()).distinct().collect(Collectors.joining(", "));
        throw Refusal.of(
                        StatusCodes.METHOD_NOT_ALLOWED, "method_not_allowed", "This path answers " + allowed + " only.")
                .with("Allow", allowed);
    }

    private CompletionStage<HttpResponse> ask(Endpoint endpoint, Endpoint.Exchange exchange) {
        if (endpoint.body() == Endpoint.Body.DISCARDED) {
            exchange.request().discardEntityBytes(materializer);
        }
        if (endpoint.access() == Endpoint.Access.ADMIN) {
            requireAdmin(exchange.request());
        }
        return endpoint.handler().answer(exchange);
    }

    private void requireAdmin(HttpRequest request) {
        if (!admin.test(request)) {
            throw Refusal.of(
                            StatusCodes.UNAUTHORIZED,
                            "unauthorized",
                            "The header Authorization: Bearer with the administrator's token is needed.")
                    .with("WWW-Authenticate", "Bearer realm=\"tandem\"");
        }
    }

    private static Optional<Map<String, String>> match(String path, List<String> segments) {
        String[] pattern = path.substring(1).split("/");
        if (pattern.length != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> matched = new HashMap<>();
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].startsWith("{")) {
                matched.put(pattern[i].substring(1, pattern[i].length() - 1), segments.get(i));
            } else if (!pattern[i].equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(matched);
    }

    private static HttpResponse problem(Throwable failure, String requestId) {
        return switch (failure) {
            case Refusal refusal -> Answers.problem(refusal, requestId);
            case IllegalUriException illegal ->
                Answers.problem(
                        Refusal.badRequest("invalid_uri", "The path or query is not validly encoded."), requestId);
            case java.util.concurrent.TimeoutException late ->
                Answers.problem(
                        Refusal.unavailable("unavailable", "The answer took too long; try again.", 2), requestId);
            default -> {
                LOG.error("request {} failed", requestId, failure);
                yield Answers.problem(
                        Refusal.of(
                                StatusCodes.INTERNAL_SERVER_ERROR,
                                "internal",
                                "This is our fault; the log tells more under the request id."),
                        requestId);
            }
        };
    }
}
