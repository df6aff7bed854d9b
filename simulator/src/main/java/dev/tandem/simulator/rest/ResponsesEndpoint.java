package dev.tandem.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.fault.FaultKind;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.json.Json;
import java.time.Clock;
import java.util.Optional;

/** {@code POST /v1/responses}, not streamed: a text, or a JSON document that fits the requested schema. */
public final class ResponsesEndpoint {
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final String key;
    private final Faults faults;
    private final Ids ids;
    private final Clock clock;

    /** Responses behind a key. */
    public ResponsesEndpoint(String key, Faults faults, Ids ids, Clock clock) {
        this.key = key;
        this.faults = faults;
        this.ids = ids;
        this.clock = clock;
    }

    /** Answers one request. */
    public void answer(Exchange exchange) {
        Optional<JsonNode> request = exchange.json().filter(JsonNode::isObject);
        if (!exchange.isAuthorised(key)) {
            exchange.refuse(401, ErrorDetail.invalid("invalid_api_key", "Incorrect API key provided."));
        } else if (!exchange.method().equals("POST")) {
            exchange.refuse(405, ErrorDetail.invalid("method_not_supported", "Only POST is accepted here."));
        } else if (request.isEmpty()) {
            exchange.refuse(400, ErrorDetail.invalid("invalid_json", "The body is not a JSON object."));
        } else if (Json.text(request.get(), "model").isEmpty()) {
            exchange.refuse(
                    400,
                    ErrorDetail.invalid("missing_required_parameter", "Missing required parameter: 'model'.", "model"));
        } else if (request.get().path("input").isMissingNode()) {
            exchange.refuse(
                    400,
                    ErrorDetail.invalid("missing_required_parameter", "Missing required parameter: 'input'.", "input"));
        } else {
            respond(exchange, request.get());
        }
    }

    private void respond(Exchange exchange, JsonNode request) {
        if (faults.take(FaultKind.RESPONSES_HANG, "").isPresent()) {
            return;
        }
        if (faults.take(FaultKind.RESPONSES_500, "").isPresent()) {
            exchange.refuse(500, ErrorDetail.server("The server had an error while processing your request."));
            return;
        }
        ConversationText conversation = ConversationText.of(request);
        JsonNode format = request.at("/text/format");
        String text = format.path("type").asText().equals("json_schema")
                ? Json.write(SchemaAnswer.to(format.path("schema"), conversation))
                : conversation.summary();
        if (faults.take(FaultKind.RESPONSES_INVALID_JSON, "").isPresent()) {
            text = "{\"summary\": \"the caller";
        }
        exchange.answer(200, response(request, conversation, text));
    }

    private ObjectNode response(JsonNode request, ConversationText conversation, String text) {
        ObjectNode node = Json.object()
                .put("id", ids.fresh("resp"))
                .put("object", "response")
                .put("created_at", clock.millis() / 1_000)
                .put("status", "completed")
                .put("model", request.path("model").textValue());
        node.putNull("error").putNull("incomplete_details");
        node.putArray("output")
                .addObject()
                .put("type", "message")
                .put("id", ids.fresh("msg"))
                .put("status", "completed")
                .put("role", "assistant")
                .putArray("content")
                .addObject()
                .put("type", "output_text")
                .put("text", text)
                .putArray("annotations");
        int in = tokens(conversation.length());
        int out = tokens(text.length());
        ObjectNode usage = node.putObject("usage");
        usage.put("input_tokens", in);
        usage.putObject("input_tokens_details").put("cached_tokens", 0);
        usage.put("output_tokens", out);
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        usage.put("total_tokens", in + out);
        return node;
    }

    private static int tokens(int characters) {
        return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }
}
