package dev.tandem.launcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Speaks JSON over HTTP with one server: the node's operator port, or the simulator's control port. */
public final class HttpJson {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final String token;
    private final Duration timeout;

    /**
     * Talks to one server.
     *
     * @param base scheme, host and port, such as {@code http://127.0.0.1:8081}
     * @param token sent as Bearer; empty sends none
     */
    public HttpJson(String base, String token) {
        this(base, token, TIMEOUT);
    }

    private HttpJson(String base, String token, Duration timeout) {
        this.base = URI.create(base);
        this.token = token;
        this.timeout = timeout;
    }

    /** The same server, given up after so long. */
    public HttpJson within(Duration patience) {
        return new HttpJson(base.toString(), token, patience);
    }

    /** Scheme, host and port. */
    public String base() {
        return base.toString();
    }

    /** The status of a GET, or 0 when nobody answers. */
    public int status(String path) throws InterruptedException {
        try {
            return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException unreachable) {
            return 0;
        }
    }

    /** The body of a GET as text. */
    public String text(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build(), path);
    }

    /** The body of a GET as JSON. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(text(path));
    }

    /** The body of a GET as JSON, whatever its status. */
    public JsonNode any(String path) throws IOException, InterruptedException {
        return JSON.readTree(client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** POSTs nothing and hears the lines of the answer as they come, however long it takes. */
    public void postLines(String path, Consumer<String> listener) throws IOException, InterruptedException {
        HttpRequest request = authorised(HttpRequest.newBuilder(base.resolve(path)))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        lines(request, listener);
    }

    /** The answer to a POST of JSON. */
    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return JSON.readTree(send(request, path));
    }

    /**
     * Follows an event stream until the server ends it.
     *
     * @throws IOException also when the connection is cut in the middle
     */
    public void follow(String path, Consumer<ServerSentEvents.Event> listener)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = authorised(HttpRequest.newBuilder(base.resolve(path)));
        ServerSentEvents events = new ServerSentEvents();
        lines(
                request.header("Accept", "text/event-stream").GET().build(),
                line -> events.line(line).ifPresent(listener));
    }

    private void lines(HttpRequest request, Consumer<String> listener) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new Refused(request.uri(), answer.statusCode(), "");
            }
            lines.forEach(listener);
        } catch (UncheckedIOException cut) {
            throw cut.getCause();
        }
    }

    private String send(HttpRequest request, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException("Nobody answers at " + base, e);
        }
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(base.resolve(path), answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return authorised(HttpRequest.newBuilder(base.resolve(path)).timeout(timeout));
    }

    private HttpRequest.Builder authorised(HttpRequest.Builder request) {
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /** The server answered, with another status than 2xx. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private static final int SHOWN = 300;

        private final int status;

        Refused(URI uri, int status, String body) {
            super(uri + " answered " + status + (body.isBlank() ? "" : ": " + explained(body)));
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        private static String explained(String body) {
            try {
                JsonNode problem = JSON.readTree(body);
                String detail = problem.path("detail")
                        .asText(problem.at("/error/message").asText(""));
                if (!detail.isEmpty()) {
                    return detail;
                }
            } catch (IOException plainText) {
                // Shown as it is.
            }
            return body.substring(0, Math.min(SHOWN, body.length())).strip();
        }
    }
}
