package dev.tandem.simulator.caller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a script in the dialogue form: {@code {"id", "greeting"?, "ring_ms"?, "switches"?, "turns": [...]}}.
 *
 * <p>A turn is {@code {"speaker": "caller"|"agent", "text", "tool_call"?: {"name", "arguments"?, "result"?},
 * "tool_calls"?: [...], "interrupts"?, "interrupts_at"?: 0.7, "transcript"?: "prompt"|"late"|"failed"}}, or
 * for a caller {@code {"speaker": "caller", "dtmf": "42#"}}, {@code {"speaker": "caller", "silence_ms": 5000}} or
 * {@code {"speaker": "caller", "hangs_up": true, "hangs_up_at"?: 0.5}}.
 */
public final class ScriptReader {
    /** The longest dialogues known have 32 turns; this is room for stress scripts. */
    private static final int MAX_TURNS = 1_000;

    private static final int MAX_TEXT = 64 * 1024;
    private static final int MAX_CALLS_PER_TURN = 16;
    private static final long MAX_SILENCE_MS = 3_600_000;

    private ScriptReader() {}

    /** The script in a JSON object. */
    public static Script read(JsonNode node, String defaultId) {
        JsonNode turns = node.path("turns");
        if (!turns.isArray() || turns.size() > MAX_TURNS) {
            throw new ScriptFormatException("turns: an array of at most " + MAX_TURNS + " turns is needed");
        }
        List<Turn> steps = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            steps.add(turn(turns.get(i), "turns[" + i + "]"));
        }
        Optional<Long> ringMs = node.path("ring_ms").canConvertToLong()
                ? Optional.of(Math.max(0, node.path("ring_ms").longValue()))
                : Optional.empty();
        return new Script(
                Json.text(node, "id").orElse(defaultId),
                Json.text(node, "greeting"),
                steps,
                ringMs,
                switches(node.path("switches")),
                share(node, "jitter", "jitter").orElse(0.0));
    }

    /** The switches named in a JSON array; an absent array names none. */
    public static Set<Switch> switches(JsonNode names) {
        Set<Switch> on = EnumSet.noneOf(Switch.class);
        if (names.isMissingNode() || names.isNull()) {
            return on;
        }
        if (!names.isArray()) {
            throw new ScriptFormatException("switches: an array of names is needed");
        }
        for (JsonNode name : names) {
            on.add(Switch.named(name.asText())
                    .orElseThrow(() -> new ScriptFormatException("switches: unknown switch " + name)));
        }
        return on;
    }

    private static Turn turn(JsonNode node, String place) {
        String speaker = Json.text(node, "speaker").orElse("");
        return switch (speaker) {
            case "caller" -> callerTurn(node, place);
            case "agent" -> new Turn.Agent(bounded(Json.text(node, "text").orElse(""), place), calls(node, place));
            default -> throw new ScriptFormatException(place + ".speaker: caller or agent is needed");
        };
    }

    private static Turn callerTurn(JsonNode node, String place) {
        Optional<String> keys = Json.text(node, "dtmf");
        if (keys.isPresent()) {
            if (!keys.get().matches("[0-9*#A-D]{1,64}")) {
                throw new ScriptFormatException(place + ".dtmf: 1 to 64 keys of 0-9 * # A-D are needed");
            }
            return new Turn.Keys(keys.get());
        }
        if (node.path("silence_ms").canConvertToLong()) {
            return new Turn.Silence(Math.clamp(node.path("silence_ms").longValue(), 0, MAX_SILENCE_MS));
        }
        if (node.path("hangs_up").asBoolean(false)) {
            return new Turn.HangUp(share(node, "hangs_up_at", place + ".hangs_up_at"));
        }
        String text = bounded(Json.text(node, "text").orElse(""), place);
        if (text.isEmpty()) {
            throw new ScriptFormatException(place + ".text: a caller's turn needs words, dtmf, silence_ms or hangs_up");
        }
        Optional<Double> interruptsAt = share(node, "interrupts_at", place + ".interrupts_at");
        boolean interrupts = node.path("interrupts").asBoolean(false) || interruptsAt.isPresent();
        return new Turn.Caller(text, interrupts, interruptsAt, transcript(node, place));
    }

    private static Optional<Double> share(JsonNode node, String field, String place) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 1) {
            throw new ScriptFormatException(place + ": a number from 0 to 1 is needed");
        }
        return Optional.of(value.doubleValue());
    }

    private static Turn.Transcript transcript(JsonNode node, String place) {
        return switch (Json.text(node, "transcript").orElse("prompt")) {
            case "prompt" -> Turn.Transcript.PROMPT;
            case "late" -> Turn.Transcript.LATE;
            case "failed" -> Turn.Transcript.FAILED;
            default -> throw new ScriptFormatException(place + ".transcript: prompt, late or failed is needed");
        };
    }

    private static List<ToolCall> calls(JsonNode turn, String place) {
        List<ToolCall> calls = new ArrayList<>();
        if (turn.path("tool_call").isObject()) {
            calls.add(call(turn.path("tool_call"), place + ".tool_call"));
        }
        for (JsonNode call : turn.path("tool_calls")) {
            calls.add(call(call, place + ".tool_calls"));
        }
        if (calls.size() > MAX_CALLS_PER_TURN) {
            throw new ScriptFormatException(place + ".tool_calls: at most " + MAX_CALLS_PER_TURN);
        }
        return calls;
    }

    private static ToolCall call(JsonNode node, String place) {
        String name = Json.text(node, "name")
                .filter(given -> given.matches("[A-Za-z0-9_-]{1,64}"))
                .orElseThrow(() -> new ScriptFormatException(place + ".name: a function name is needed"));
        Optional<ObjectNode> arguments =
                node.path("arguments") instanceof ObjectNode given ? Optional.of(given.deepCopy()) : Optional.empty();
        return new ToolCall(name, arguments, Optional.ofNullable(node.get("result")));
    }

    private static String bounded(String text, String place) {
        if (text.length() > MAX_TEXT) {
            throw new ScriptFormatException(place + ".text: longer than " + MAX_TEXT + " characters");
        }
        return text;
    }
}
