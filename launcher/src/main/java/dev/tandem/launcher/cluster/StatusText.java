package dev.tandem.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A status as people read it: a line a node, then how full the cluster is. */
final class StatusText {
    private static final String LINE = "%-5s %-8s %-9s %-6s %-6s %-16s %s";

    private StatusText() {}

    static List<String> lines(JsonNode status) {
        List<String> lines = new ArrayList<>();
        lines.add(LINE.formatted("node", "pid", "state", "ready", "calls", "address", "operator API"));
        status.path("nodes").forEach(node -> lines.add(node(node)));
        lines.add(concurrency(status));
        return lines;
    }

    private static String node(JsonNode node) {
        String reasons = StreamSupport.stream(node.path("reasons").spliterator(), false)
                .map(reason -> "  " + reason.asText())
                .collect(Collectors.joining());
        return LINE.formatted(
                        node.path("node").asText(),
                        orDash(node.path("pid")),
                        node.path("state").asText(),
                        node.path("ready").asBoolean() ? "yes" : "no",
                        orDash(node.path("active_calls")),
                        node.path("address").asText(),
                        node.path("operator").asText())
                + reasons;
    }

    private static String concurrency(JsonNode status) {
        JsonNode concurrency = status.path("concurrency");
        if (concurrency.isMissingNode()) {
            return "No node knows how many calls there are.";
        }
        String tenants = StreamSupport.stream(concurrency.path("tenants").spliterator(), false)
                .map(tenant -> tenant.path("tenant").asText() + " " + slots(tenant))
                .collect(Collectors.joining(", "));
        return "Calls " + slots(concurrency.path("global")) + (tenants.isEmpty() ? "" : "; " + tenants) + " (as node "
                + status.path("concurrency_by").asInt() + " tells).";
    }

    private static String slots(JsonNode slots) {
        return slots.path("in_use").asInt() + " of " + slots.path("limit").asInt();
    }

    private static String orDash(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "-" : value.asText();
    }
}
