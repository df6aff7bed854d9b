package dev.tandem.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the two text endpoints have in common: who may ask, what goes wrong, which words are answered. */
final class TextAnswer {
    private static final int CHARACTERS_PER_TOKEN = 4;
    /** Characters of one delta of a stream. */
    private static final int DELTA = 40;

    private TextAnswer() {}

    /** The request, when it may be answered; else it was refused, or is never answered. */
    static Optional<JsonNode> asked(Exchange exchange, String key, Faults faults, String inputField) {
        Optional<JsonNode> request = exchange.json().filter(JsonNode::isObject);
        if (!exchange.isAuthorised(key)) {
            exchange.refuse(401, ErrorDetail.invalid("invalid_api_key", "Incorrect API key provided."));
        } else if (!exchange.method().equals("POST")) {
            exchange.refuse(405, ErrorDetail.invalid("method_not_supported", "Only POST is accepted here."));
        } else if (request.isEmpty()) {
            exchange.refuse(400, ErrorDetail.invalid("invalid_json", "The body is not a JSON object."));
        } else if (Json.text(request.get(), "model").isEmpty()) {
            missing(exchange, "model");
        } else if (request.get().path(inputField).isMissingNode()) {
            missing(exchange, inputField);
        } else if (!goesWrong(exchange, faults)) {
            return request;
        }
        return Optional.empty();
    }

    /** The words for a conversation, in the wanted format. */
    static String words(ConversationText conversation, JsonNode format, JsonNode schema, Faults faults) {
        if (faults.take(FaultKind.RESPONSES_INVALID_JSON, "").isPresent()) {
            return "{\"summary\": \"the caller";
        }
        return switch (format.path("type").asText()) {
            case "json_schema" -> Json.write(SchemaAnswer.to(schema, conversation));
            case "json_object" -> Json.write(Json.object().put("summary", conversation.summary()));
            default -> conversation.summary();
        };
    }

    /** A text in the pieces that a stream carries. */
    static List<String> deltas(String text) {
        List<String> deltas = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + DELTA);
            if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                end++;
            }
            deltas.add(text.substring(start, end));
            start = end;
        }
        return deltas;
    }

    /** Sends a stream; a fault ends it in the middle. */
    static void stream(Exchange exchange, List<String> events, Faults faults) {
        boolean cut = faults.take(FaultKind.RESPONSES_CUT, "").isPresent();
        exchange.stream(cut ? events.subList(0, events.size() / 2) : events, !cut);
    }

    static int tokens(int characters) {
        return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    /** One event of a stream without a name. */
    static String data(ObjectNode node) {
        return "data: " + Json.write(node) + "\n\n";
    }

    private static boolean goesWrong(Exchange exchange, Faults faults) {
        if (faults.take(FaultKind.RESPONSES_HANG, "").isPresent()) {
            return true;
        }
        if (faults.take(FaultKind.RESPONSES_500, "").isPresent()) {
            exchange.refuse(500, ErrorDetail.server("The server had an error while processing your request."));
            return true;
        }
        if (faults.take(FaultKind.RESPONSES_429, "").isPresent()) {
            exchange.refuse(429, ErrorDetail.rateLimited());
            return true;
        }
        return false;
    }

    private static void missing(Exchange exchange, String param) {
        exchange.refuse(
                400,
                ErrorDetail.invalid(
                        "missing_required_parameter", "Missing required parameter: '" + param + "'.", param));
    }
}
