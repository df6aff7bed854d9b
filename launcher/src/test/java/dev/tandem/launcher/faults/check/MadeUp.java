package dev.tandem.launcher.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.launcher.faults.truth.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evidence that nobody gathered: a history, what the API said and what the journal held, line by line. */
final class MadeUp {
    static final String NUMBER = "+18005550100";
    static final String NODE = "http://127.0.0.1:8080/openai/webhook";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder lines = new StringBuilder();
    private final Map<String, JsonNode> calls = new HashMap<>();
    private final List<JsonNode> concurrency = new ArrayList<>();
    private final List<Journal.Row> rows = new ArrayList<>();
    private final Map<String, Long> deletedTo = new HashMap<>();

    /** A line of the history; {@code fields} in the form {@code "to":"...","open":1}. */
    MadeUp line(long tMs, String callId, String kind, String fields) {
        String more = fields.isEmpty() ? "" : "," + fields;
        lines.append("{\"t_ms\":%d,\"call_id\":\"%s\",\"kind\":\"%s\"%s}%n".formatted(tMs, callId, kind, more));
        return this;
    }

    MadeUp accepted(long tMs, String callId) {
        return line(tMs, callId, "accept", "\"to\":\"" + NUMBER + "\"");
    }

    MadeUp ended(long tMs, String callId) {
        return line(tMs, callId, "ended", "\"reason\":\"script_over\"");
    }

    MadeUp attached(long tMs, String callId) {
        return line(tMs, callId, "attach", "\"open\":1");
    }

    MadeUp detached(long tMs, String callId) {
        return line(tMs, callId, "detach", "\"open\":0");
    }

    MadeUp turn(long tMs, String callId, int index, String text, boolean delivered) {
        return line(
                tMs,
                callId,
                "turn",
                "\"item_id\":\"item_%d\",\"speaker\":\"caller\",\"text\":\"%s\",\"interrupted\":false,\"delivered\":%s,\"index\":%d"
                        .formatted(index, text, delivered, index));
    }

    MadeUp delivered(long tMs, String callId, int attempt, int status, long tookMs) {
        return line(
                tMs,
                callId,
                "delivery",
                "\"webhook_id\":\"wh\",\"url\":\"%s\",\"attempt\":%d,\"status\":%d,\"took_ms\":%d"
                        .formatted(NODE, attempt, status, tookMs));
    }

    MadeUp mark(long tMs, String text) {
        return line(tMs, "", "mark", "\"text\":\"" + text + "\"");
    }

    /** What the API says of a call. */
    MadeUp shown(String callId, String json) {
        calls.put(callId, json(json));
        return this;
    }

    MadeUp slots(int inUse) {
        concurrency.add(json("{\"global\":{\"in_use\":" + inUse + ",\"limit\":2}}"));
        return this;
    }

    /** A row; {@code callId} is the call whose slot a Freed or a Reserved of admission is about. */
    MadeUp row(String persistenceId, long sequenceNr, String writer, String event, String callId) {
        Set<String> freed = event.equals("Freed") ? Set.of(callId) : Set.of();
        Set<String> reserved = event.equals("Reserved") ? Set.of(callId) : Set.of();
        rows.add(new Journal.Row(persistenceId, sequenceNr, writer, sequenceNr, event, freed, reserved));
        return this;
    }

    MadeUp deletedTo(String persistenceId, long sequenceNr) {
        deletedTo.put(persistenceId, sequenceNr);
        return this;
    }

    /** Two calls at a time, one tool of each effect. */
    Evidence evidence() {
        Map<String, String> effects = Map.of("look", "read", "book", "idempotent", "pay", "once");
        return new Evidence(
                History.of(lines.toString()),
                calls,
                concurrency,
                new Journal(rows, deletedTo),
                new Terms(2, Map.of(NUMBER, 2, "+18005550101", 1), effects, Duration.ofSeconds(1)),
                0);
    }

    private static JsonNode json(String text) {
        try {
            ObjectNode object = (ObjectNode) JSON.readTree(text);
            return object;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
