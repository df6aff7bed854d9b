package dev.tandem.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.launcher.Unable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Where a second terminal steers the supervisor: HTTP on 127.0.0.1, Bearer token.
 *
 * <p>{@code GET /status} answers JSON. {@code POST} of an {@link Order}'s path answers a line of JSON for each thing to tell, at once:
 * {@code {"said":"..."}}, and as the last one {@code {"done":true}} or {@code {"failed":"..."}}.
 */
public final class ControlPort implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LAST_ANSWERS_SECONDS = 2;

    private final HttpServer server;
    private final Supervisor supervisor;
    private final Supplier<JsonNode> status;
    private final byte[] authorization;

    private ControlPort(HttpServer server, String token, Supervisor supervisor, Supplier<JsonNode> status) {
        this.server = server;
        this.supervisor = supervisor;
        this.status = status;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    /** Listens on a free port. */
    public static ControlPort open(String token, Supervisor supervisor, Supplier<JsonNode> status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        ControlPort port = new ControlPort(server, token, supervisor, status);
        server.createContext("/", port::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return port;
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            String path = exchange.getRequestURI().getPath();
            if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), authorization)) {
                answer(exchange, 401, JSON.createObjectNode().put("detail", "This token opens nothing here."));
            } else if (exchange.getRequestMethod().equals("GET") && path.equals("/status")) {
                answer(exchange, 200, status.get());
            } else if (exchange.getRequestMethod().equals("POST")
                    && Order.of(path).isPresent()) {
                carryOut(Order.of(path).get(), exchange);
            } else {
                answer(exchange, 404, JSON.createObjectNode().put("detail", "There is no such command."));
            }
        }
    }

    private void carryOut(Order order, HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        try {
            supervisor.carryOut(order, line -> tell(out, JSON.createObjectNode().put("said", line)));
            tell(out, JSON.createObjectNode().put("done", true));
        } catch (Unable e) {
            tell(out, JSON.createObjectNode().put("failed", e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever no longer listens does not stop what has begun. */
    private static void tell(OutputStream out, JsonNode line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException gone) {
            // Nobody is there to be told.
        }
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Waits at most 2 s for answers under way. */
    @Override
    public void close() {
        server.stop(LAST_ANSWERS_SECONDS);
    }
}
