package dev.tandem.launcher.calls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A call of the API as lines for people. */
public final class CallText {
    private CallText() {}

    static List<String> list(JsonNode calls) {
        if (calls.isEmpty()) {
            return List.of("No calls yet.");
        }
        List<String> lines = new ArrayList<>();
        lines.add(row("call", "tenant", "status", "offered", "duration", "turns"));
        for (JsonNode call : calls) {
            lines.add(row(
                    call.path("id").asText(),
                    call.path("tenant").asText("-"),
                    status(call),
                    call.path("offered_at").asText("-"),
                    seconds(call),
                    call.path("turns").asText("0")));
        }
        return lines;
    }

    static List<String> call(JsonNode call) {
        List<String> lines = new ArrayList<>();
        lines.add(field("call", call.path("id").asText()));
        lines.add(field("tenant", call.path("tenant").asText("-")));
        lines.add(field(
                "agent",
                call.path("agent").path("name").asText("-") + " "
                        + call.path("agent").path("version").asText("")));
        lines.add(field(
                "from, to",
                call.path("from").asText("-") + ", " + call.path("to").asText("-")));
        lines.add(field("status", status(call)));
        lines.add(field("offered", call.path("offered_at").asText("-")));
        lines.add(field("duration", seconds(call)));
        lines.add(field("cost", "$" + call.path("cost").path("total").asText("0")));
        call.path("tool_calls")
                .forEach(tool -> lines.add(field(
                        "tool",
                        tool.path("name").asText() + " "
                                + tool.path("arguments").asText() + " -> "
                                + tool.path("outcome").asText("running"))));
        call.path("gaps").forEach(gap -> lines.add(field("gap", gap.path("ms").asLong() + " ms")));
        lines.addAll(summary(call));
        lines.add("");
        lines.addAll(transcript(call));
        return lines;
    }

    /** What was said, a line per turn. */
    public static List<String> transcript(JsonNode call) {
        List<String> lines = new ArrayList<>();
        for (JsonNode turn : call.path("transcript")) {
            String end = turn.path("interrupted").asBoolean() ? " [interrupted]" : "";
            lines.add(field(turn.path("speaker").asText(), turn.path("text").asText() + end));
        }
        return lines.isEmpty() ? List.of("Nothing was said.") : lines;
    }

    static List<String> summary(JsonNode call) {
        JsonNode summary = call.path("summary");
        String state = summary.path("state").asText("pending");
        if (!state.equals("ready")) {
            String error = summary.path("error").asText("");
            return List.of(field("summary", error.isEmpty() ? state : state + ": " + error));
        }
        List<String> lines = new ArrayList<>();
        lines.add(field("summary", summary.path("summary").asText()));
        for (String kind : List.of("intent", "outcome", "sentiment")) {
            lines.add(field(kind, summary.path(kind).asText("-")));
        }
        summary.path("follow_ups").forEach(todo -> lines.add(field("follow-up", todo.asText())));
        return lines;
    }

    static List<String> events(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        for (JsonNode event : answer.isArray() ? answer : answer.path("events")) {
            lines.add(plain(String.format(
                    Locale.ROOT,
                    "%4d  %s  %-20s %s",
                    event.path("seq").asLong(),
                    event.path("at").asText("-"),
                    event.path("event").asText("-"),
                    event.path("data"))));
        }
        return lines.isEmpty() ? List.of("No events.") : lines;
    }

    private static String status(JsonNode call) {
        String reason = call.path("termination").path("reason").asText("");
        return call.path("status").asText("-") + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    private static String seconds(JsonNode call) {
        return call.has("duration_ms")
                ? String.format(Locale.ROOT, "%.1f s", call.path("duration_ms").asLong() / 1000.0)
                : "-";
    }

    private static String row(String id, String tenant, String status, String offered, String duration, String turns) {
        return plain(String.format("%-36s %-12s %-26s %-27s %9s %5s", id, tenant, status, offered, duration, turns));
    }

    private static String field(String name, String value) {
        return plain(String.format("%-10s %s", name, value));
    }

    /** What callers and models say must not steer the terminal. */
    private static String plain(String line) {
        return line.replaceAll("\\p{Cc}", " ");
    }
}
