package dev.tandem.load.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads from one server, beside what Gatling measures. */
public final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String base;
    private final String token;

    /** Of one server; an empty token is not sent. */
    public Http(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /** The body of a 200 as JSON. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(text(path));
    }

    /** The body of a 200 as text. */
    public String text(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(request(path), HttpResponse.BodyHandlers.ofString());
        require(answer.statusCode(), path);
        return answer.body();
    }

    /** Posts JSON, gives the body of a 2xx. */
    public String post(String path, Map<String, String> headers, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(base + path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /** What a function makes of the lines of a 200. */
    public <T> T lines(String path, Function<Stream<String>, T> reading) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer = CLIENT.send(request(path), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            require(answer.statusCode(), path);
            return reading.apply(lines);
        }
    }

    private HttpRequest request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        return (token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).build();
    }

    private void require(int status, String path) throws IOException {
        if (status != 200) {
            throw new IOException(base + path + " answered " + status);
        }
    }
}
