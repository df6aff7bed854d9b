package dev.tandem.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.protocol.tenant.Tool;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The form of the request that runs a tool: POST, PUT and PATCH carry the arguments as JSON, GET and DELETE as query. */
public final class ToolRequest {

    /** The methods a tool may use. */
    public static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Headers that are ours to write, in lower case. */
    public static final Set<String> OWN_HEADERS = Set.of(
            "host",
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "idempotency-key",
            "x-request-id");

    /** What common servers take as one request line. */
    private static final int MAX_TARGET = 8_000;

    private static final Set<String> WITH_QUERY = Set.of("GET", "DELETE");

    private ToolRequest() {}

    /** The request, or empty when the arguments make its URL too long; its URI has path and query only. */
    static Optional<HttpRequest> of(
            Tool.Http tool, ToolArguments.Fit arguments, Map<String, String> headers, String key, String requestId) {
        boolean query = WITH_QUERY.contains(tool.method());
        String target = target(URI.create(tool.url()), query ? arguments.values() : null);
        if (target.length() > MAX_TARGET) {
            return Optional.empty();
        }
        List<HttpHeader> all = new ArrayList<>();
        headers.forEach((name, value) -> all.add(RawHeader.create(name, value)));
        all.add(RawHeader.create("X-Request-Id", requestId));
        if (tool.effect() != Tool.Effect.READ) {
            all.add(RawHeader.create("Idempotency-Key", key));
        }
        HttpRequest request = HttpRequest.create(target)
                .withMethod(HttpMethods.lookup(tool.method()).orElseThrow())
                .withHeaders(all);
        return Optional.of(query ? request : request.withEntity(ContentTypes.APPLICATION_JSON, arguments.json()));
    }

    private static String target(URI url, ObjectNode query) {
        String path = URI.create(url.toASCIIString()).getRawPath();
        String given = URI.create(url.toASCIIString()).getRawQuery();
        String added = query == null
                ? ""
                : query.properties().stream()
                        .flatMap(e -> values(e.getValue()).map(value -> encoded(e.getKey()) + "=" + encoded(value)))
                        .collect(Collectors.joining("&"));
        String both = Stream.of(given == null ? "" : given, added)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
        return (path.isEmpty() ? "/" : path) + (both.isEmpty() ? "" : "?" + both);
    }

    /** A list is its name repeated, an object inside is its JSON text, null is left out. */
    private static Stream<String> values(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).flatMap(ToolRequest::value)
                : value(value);
    }

    private static Stream<String> value(JsonNode value) {
        if (value.isNull()) {
            return Stream.empty();
        }
        return Stream.of(value.isValueNode() ? value.asText() : value.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
