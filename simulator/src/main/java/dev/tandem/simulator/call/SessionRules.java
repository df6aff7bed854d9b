package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
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

    private static ErrorDetail wrongType(String param, String needed) {
        return ErrorDetail.invalid(
                "invalid_type", "Invalid type for '" + param + "': " + needed + " is needed.", param);
    }
}
