package dev.tandem.load.closing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.load.plan.Plan;
import dev.tandem.load.truth.TruthLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers as a simulator and as a node's operator port, from what a test says. */
final class FakeDeployment implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> truth = new ArrayList<>();
    final Map<String, String> pages = new ConcurrentHashMap<>();
    final Map<String, String> states = new ConcurrentHashMap<>();
    volatile int slotsInUse;
    volatile int limit = 100;
    volatile int tenantLimit = 100;
    volatile long dropped;

    private final HttpServer server;

    FakeDeployment() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** A call that went as it should, from one moment to another. */
    void ordinary(String id, long accepted, long ended) {
        truth.addAll(TruthLines.ordinary(id, accepted, ended).lines());
        states.put(id, "ended");
        pages.put(id, page(id, "finished", "caller_left", "Hello."));
    }

    /** A call that was turned away. */
    void refused(String id, String reason) {
        truth.addAll(TruthLines.of(id)
                .line(5, "reject")
                .line(6, "ended", "reason", "rejected")
                .lines());
        states.put(id, "rejected");
        pages.put(
                id,
                JSON.createObjectNode()
                        .put("status", "cancelled")
                        .set("termination", JSON.createObjectNode().put("reason", reason))
                        .toString());
    }

    static String page(String id, String status, String reason, String greeting) {
        ObjectNode page =
                JSON.createObjectNode().put("id", id).put("tenant", "acme").put("status", status);
        page.putObject("termination").put("reason", reason);
        var transcript = page.putArray("transcript");
        transcript.addObject().put("item_id", id + "_a").put("speaker", "agent").put("text", greeting);
        transcript
                .addObject()
                .put("item_id", id + "_b")
                .put("speaker", "caller")
                .put("text", "Grüezi, is anybody there?");
        return page.toString();
    }

    Plan plan(int calls, boolean refusalsExpected) {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        return new Plan(
                "CallArrivals",
                List.of(base + "/openai/webhook"),
                base,
                List.of(new Plan.NodeAddress("node-1", base)),
                "token",
                base,
                4,
                Optional.empty(),
                Map.of(),
                List.of("+18005550100"),
                0,
                calls,
                10,
                1,
                Optional.empty(),
                refusalsExpected,
                new Plan.Goals(99.5, 0.5, 1_000, 1_000),
                Path.of("nowhere"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = switch (path) {
                case "/simulator/calls" -> {
                    var list = JSON.createArrayNode();
                    states.forEach(
                            (id, state) -> list.addObject().put("call_id", id).put("state", state));
                    yield list.toString();
                }
                case "/simulator/truth" -> String.join("\n", truth) + "\n";
                case "/simulator/stats" ->
                    JSON.createObjectNode()
                            .put("now_ms", System.nanoTime() / 1_000_000)
                            .put("truth_dropped", dropped)
                            .toString();
                case "/api/v1/concurrency" ->
                    "{\"global\":{\"in_use\":%d,\"limit\":%d},\"tenants\":[{\"tenant\":\"acme\",\"in_use\":0,\"limit\":%d}]}"
                            .formatted(slotsInUse, limit, tenantLimit);
                default -> pages.get(path.substring(path.lastIndexOf('/') + 1));
            };
            byte[] bytes = (body == null ? "{}" : body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
