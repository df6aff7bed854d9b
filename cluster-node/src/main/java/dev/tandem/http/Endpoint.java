package dev.tandem.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One thing a port can be asked.
 *
 * @param path its segments after a slash each; one in braces matches any text and hands it over by that name
 * @param access who may ask
 * @param body what becomes of the request's body
 */
public record Endpoint(HttpMethod method, String path, Access access, Body body, Handler handler) {

    /** Who may ask. */
    public enum Access {
        ANYONE,
        ADMIN
    }

    /** What becomes of the request's body. */
    public enum Body {
        DISCARDED,
        /** The handler consumes it on every path. */
        READ
    }

    /** Answers one request; a {@link Refusal}, thrown or as the stage's failure, becomes its problem. */
    @FunctionalInterface
    public interface Handler {
        CompletionStage<HttpResponse> answer(Exchange exchange);
    }

    /** One request under way, with its id and the texts its path's braces matched. */
    public record Exchange(HttpRequest request, String requestId, Map<String, String> path) {

        public String path(String name) {
            return path.get(name);
        }
    }

    public static Endpoint of(HttpMethod method, String path, Access access, Handler handler) {
        return new Endpoint(method, path, access, Body.DISCARDED, handler);
    }
}
