package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a session configuration as the vendor does; beta names count as unknown. */
public final class SessionRules {
    private static final Set<String> KNOWN = Set.of(
            "type",
            "model",
            "output_modalities",
            "instructions",
            "audio",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "reasoning",
            "max_output_tokens",
            "truncation",
            "tracing",
            "prompt",
            "include");
    /** Refused by accept on SIP calls. */
    private static final List<String> NOT_ON_SIP = List.of("threshold", "prefix_padding_ms", "silence_duration_ms");

    private SessionRules() {}

    /** The first mistake in an accept body. */
    public static Optional<ErrorDetail> ofAccept(JsonNode body) {
        Optional<ErrorDetail> mistake = check(body, "");
        if (mistake.isPresent()) {
            return mistake;
        }
        JsonNode detection = body.at("/audio/input/turn_detection");
        return NOT_ON_SIP.stream()
                .filter(detection::has)
                .map(field -> "audio.input.turn_detection." + field)
                .map(param -> ErrorDetail.invalid(
                        "unsupported_parameter", "Parameter '" + param + "' is not supported for SIP calls.", param))
                .findFirst();
    }

    /** The first mistake in the session of a session.update. */
    public static Optional<ErrorDetail> ofUpdate(JsonNode session) {
        return check(session, "session.");
    }

    private static Optional<ErrorDetail> check(JsonNode session, String prefix) {
        if (!session.isObject()) {
            return Optional.of(ErrorDetail.invalid("invalid_type", "An object is needed.", prefix + "type"));
        }
        Optional<String> type = Json.text(session, "type");
        if (type.isEmpty()) {
            String param = prefix + "type";
            return Optional.of(ErrorDetail.invalid(
                    "missing_required_parameter", "Missing required parameter: '" + param + "'.", param));
        }
        if (!type.get().equals("realtime")) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_value", "Invalid value: '" + type.get() + "'. Supported: 'realtime'.", prefix + "type"));
        }
        for (var field : session.properties()) {
            if (!KNOWN.contains(field.getKey())) {
                String param = prefix + field.getKey();
                return Optional.of(
                        ErrorDetail.invalid("unknown_parameter", "Unknown parameter: '" + param + "'.", param));
            }
        }
        return shapes(session, prefix);
    }

    private static Optional<ErrorDetail> shapes(JsonNode session, String prefix) {
        for (String text : List.of("model", "instructions")) {
            if (session.has(text) && !session.path(text).isTextual()) {
                return Optional.of(wrongType(prefix + text, "a string"));
            }
        }
        if (session.has("audio") && !session.path("audio").isObject()) {
            return Optional.of(wrongType(prefix + "audio", "an object"));
        }
        return toolShapes(session, prefix).or(() -> choices(session, prefix)).or(() -> sound(session, prefix));
    }

    private static Optional<ErrorDetail> toolShapes(JsonNode session, String prefix) {
        JsonNode tools = session.path("tools");
        if (!tools.isMissingNode() && !tools.isArray() && !tools.isNull()) {
            return Optional.of(wrongType(prefix + "tools", "an array"));
        }
        for (int i = 0; i < tools.size(); i++) {
            boolean function = tools.get(i).path("type").asText().equals("function");
            if (function && Json.text(tools.get(i), "name").isEmpty()) {
                String param = prefix + "tools[" + i + "].name";
                return Optional.of(ErrorDetail.invalid(
                        "missing_required_parameter", "Missing required parameter: '" + param + "'.", param));
            }
            if (!function && !tools.get(i).path("type").asText().equals("mcp")) {
                return Optional.of(wrongType(prefix + "tools[" + i + "].type", "function or mcp"));
            }
        }
        return Optional.empty();
    }

    private static Optional<ErrorDetail> choices(JsonNode session, String prefix) {
        if (session.hasNonNull("output_modalities") && !isModality(session.path("output_modalities"))) {
            return Optional.of(wrongValue(prefix + "output_modalities", "['audio'] or ['text']"));
        }
        if (session.hasNonNull("max_output_tokens") && !isTokenLimit(session.path("max_output_tokens"))) {
            return Optional.of(wrongValue(prefix + "max_output_tokens", "1 to 4096 or 'inf'"));
        }
        JsonNode choice = session.path("tool_choice");
        if (choice.isTextual() && !choice.textValue().matches("auto|none|required")) {
            return Optional.of(wrongValue(prefix + "tool_choice", "auto, none, required or a tool"));
        }
        return Optional.empty();
    }

    private static Optional<ErrorDetail> sound(JsonNode session, String prefix) {
        JsonNode audio = session.path("audio");
        for (String side : List.of("input", "output")) {
            JsonNode format = audio.path(side).path("format");
            if (!format.isMissingNode()
                    && !format.isNull()
                    && AudioFormat.of(format).isEmpty()) {
                return Optional.of(wrongValue(
                        prefix + "audio." + side + ".format", "audio/pcm at 24000, audio/pcmu or audio/pcma"));
            }
        }
        JsonNode speed = audio.at("/output/speed");
        if (speed.isNumber() && (speed.doubleValue() < 0.25 || speed.doubleValue() > 1.5)) {
            return Optional.of(wrongValue(prefix + "audio.output.speed", "0.25 to 1.5"));
        }
        JsonNode detection = audio.at("/input/turn_detection");
        String kind = detection.path("type").asText("server_vad");
        if (detection.isObject() && !kind.matches("server_vad|semantic_vad")) {
            return Optional.of(wrongValue(prefix + "audio.input.turn_detection.type", "server_vad or semantic_vad"));
        }
        JsonNode idle = detection.path("idle_timeout_ms");
        if (idle.isNumber() && (idle.longValue() < 5_000 || idle.longValue() > 30_000)) {
            return Optional.of(
                    wrongValue(prefix + "audio.input.turn_detection.idle_timeout_ms", "5000 to 30000 or null"));
        }
        return Optional.empty();
    }

    /** Whether it is one of the two allowed lists. */
    static boolean isModality(JsonNode modalities) {
        return modalities.isArray()
                && modalities.size() == 1
                && modalities.get(0).asText().matches("audio|text");
    }

    /** Whether it is a limit that a response may have. */
    static boolean isTokenLimit(JsonNode limit) {
        boolean number = limit.isInt() && limit.intValue() >= 1 && limit.intValue() <= 4_096;
        return number || limit.asText().equals("inf");
    }

    private static ErrorDetail wrongValue(String param, String needed) {
        return ErrorDetail.invalid(
                "invalid_value", "Invalid value for '" + param + "': " + needed + " is needed.", param);
    }

    private static ErrorDetail wrongType(String param, String needed) {
        return ErrorDetail.invalid(
                "invalid_type", "Invalid type for '" + param + "': " + needed + " is needed.", param);
    }
}
