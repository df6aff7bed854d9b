package dev.tandem.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.api.HttpJson;
import dev.tandem.launcher.stage.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How the nodes are, each asked by its own operator port, all at once. */
public final class Status {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final MissingNode SILENT = MissingNode.getInstance();

    private Status() {}

    /** One object a node, and {@code concurrency} as the first node that knows it tells. */
    public static ObjectNode of(List<Node> nodes) {
        ObjectNode status = JSON.createObjectNode();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ObjectNode>> asked =
                    nodes.stream().map(node -> threads.submit(() -> one(node))).toList();
            for (Future<ObjectNode> node : asked) {
                ObjectNode told = node.get();
                JsonNode concurrency = told.remove("concurrency");
                if (concurrency.isObject() && !status.has("concurrency")) {
                    status.set("concurrency", concurrency);
                    status.put("concurrency_by", told.path("node").asInt());
                }
                status.withArray("nodes").add(told);
            }
            return status;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return status;
        }
    }

    private static ObjectNode one(Node node) throws InterruptedException {
        ObjectNode told = JSON.createObjectNode();
        Node.State state = node.state();
        told.put("node", node.number());
        node.pid().ifPresentOrElse(pid -> told.put("pid", pid), () -> told.putNull("pid"));
        told.put("alive", state != Node.State.DOWN);
        told.put("state", state.name().toLowerCase(Locale.ROOT));
        told.put("address", node.ports().address());
        told.put("operator", node.ports().operatorUrl());
        told.put("webhook", node.ports().webhookUrl());
        boolean answers = state != Node.State.DOWN && state != Node.State.PAUSED;
        HttpJson operator = node.operator().within(PATIENCE);
        JsonNode ready = answers ? refused(operator, "/ready") : SILENT;
        told.put("ready", ready.path("status").asText().equals("ready"));
        told.set("reasons", ready.path("reasons").isArray() ? ready.path("reasons") : JSON.createArrayNode());
        JsonNode live = answers ? get(operator, "/api/v1/metrics/live") : SILENT;
        told.set("active_calls", live.path("active_calls").isInt() ? live.path("active_calls") : JSON.nullNode());
        JsonNode concurrency = answers ? get(operator, "/api/v1/concurrency") : SILENT;
        told.set("concurrency", concurrency.isObject() ? concurrency : JSON.nullNode());
        return told;
    }

    /** A node that is not ready says why, with 503. */
    private static JsonNode refused(HttpJson operator, String path) throws InterruptedException {
        try {
            return operator.any(path);
        } catch (IOException silent) {
            return SILENT;
        }
    }

    private static JsonNode get(HttpJson operator, String path) throws InterruptedException {
        try {
            return operator.get(path);
        } catch (IOException silent) {
            return SILENT;
        }
    }
}
