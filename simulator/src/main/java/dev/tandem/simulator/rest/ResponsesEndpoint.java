package dev.tandem.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.fault.Faults;
import dev.tandem.simulator.http.Exchange;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.truth.Truth;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /v1/responses}, also streamed: a text, or a JSON document that fits the requested schema. */
public final class ResponsesEndpoint {
    private final String key;
    private final Faults faults;
    private final Ids ids;
    private final Clock clock;
    private final Truth truth;

    /** Responses behind a key. */
    public ResponsesEndpoint(String key, Faults faults, Ids ids, Clock clock, Truth truth) {
        this.key = key;
        this.faults = faults;
        this.ids = ids;
        this.clock = clock;
        this.truth = truth;
    }

    /** Answers one request. */
    public void answer(Exchange exchange) {
        TextAnswer.asked(exchange, key, faults, "input").ifPresent(request -> respond(exchange, request));
    }

    private void respond(Exchange exchange, JsonNode request) {
        truth.append("", "text_request", Json.object().put("path", exchange.path()));
        ConversationText conversation = ConversationText.of(request);
        JsonNode format = request.at("/text/format");
        String text = TextAnswer.words(conversation, format, format.path("schema"), faults);
        ObjectNode whole = response(request, conversation, text);
        if (request.path("stream").asBoolean(false)) {
            TextAnswer.stream(exchange, new Stream(whole, text).events(), faults);
        } else {
            exchange.answer(200, whole);
        }
    }

    private ObjectNode response(JsonNode request, ConversationText conversation, String text) {
        ObjectNode node = Json.object()
                .put("id", ids.fresh("resp"))
                .put("object", "response")
                .put("created_at", clock.millis() / 1_000)
                .put("status", "completed")
                .put("model", request.path("model").textValue());
        node.putNull("error").putNull("incomplete_details").putNull("instructions");
        node.set("metadata", request.path("metadata").isObject() ? request.path("metadata") : Json.object());
        node.put("parallel_tool_calls", true).putNull("temperature").putNull("top_p");
        node.put("tool_choice", "auto").putArray("tools");
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
        int in = TextAnswer.tokens(conversation.length());
        int out = TextAnswer.tokens(text.length());
        ObjectNode usage = node.putObject("usage");
        usage.put("input_tokens", in);
        usage.putObject("input_tokens_details").put("cached_tokens", 0);
        usage.put("output_tokens", out);
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        usage.put("total_tokens", in + out);
        return node;
    }

    /** The server-sent events of one response. */
    private static final class Stream {
        private final ObjectNode whole;
        private final String text;
        private final String itemId;
        private final List<String> events = new ArrayList<>();
        private int number;

        Stream(ObjectNode whole, String text) {
            this.whole = whole;
            this.text = text;
            this.itemId = whole.at("/output/0/id").asText();
        }

        List<String> events() {
            ObjectNode begun = whole.deepCopy().put("status", "in_progress");
            begun.putArray("output");
            begun.putNull("usage");
            add(event("response.created").set("response", begun));
            add(event("response.in_progress").set("response", begun));
            ObjectNode item = whole.withArray("output").get(0).deepCopy();
            item.put("status", "in_progress").putArray("content");
            add(event("response.output_item.added").put("output_index", 0).set("item", item));
            add(part("response.content_part.added", ""));
            for (String delta : TextAnswer.deltas(text)) {
                ObjectNode event = place("response.output_text.delta").put("delta", delta);
                event.putArray("logprobs");
                add(event);
            }
            ObjectNode done = place("response.output_text.done").put("text", text);
            done.putArray("logprobs");
            add(done);
            add(part("response.content_part.done", text));
            add(event("response.output_item.done")
                    .put("output_index", 0)
                    .set("item", whole.at("/output/0").deepCopy()));
            add(event("response.completed").set("response", whole));
            return events;
        }

        private ObjectNode part(String type, String words) {
            ObjectNode event = place(type);
            event.putObject("part")
                    .put("type", "output_text")
                    .put("text", words)
                    .putArray("annotations");
            return event;
        }

        private ObjectNode place(String type) {
            return event(type).put("item_id", itemId).put("output_index", 0).put("content_index", 0);
        }

        private ObjectNode event(String type) {
            return Json.object().put("type", type).put("sequence_number", number++);
        }

        private void add(JsonNode event) {
            events.add("event: " + event.path("type").asText() + "\n" + TextAnswer.data((ObjectNode) event));
        }
    }
}
