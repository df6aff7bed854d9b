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
import java.util.Optional;

/** {@code POST /v1/chat/completions}, also streamed, with the same words as {@link ResponsesEndpoint}. */
public final class ChatEndpoint {
    private final String key;
    private final Faults faults;
    private final Ids ids;
    private final Clock clock;
    private final Truth truth;

    /** Completions behind a key. */
    public ChatEndpoint(String key, Faults faults, Ids ids, Clock clock, Truth truth) {
        this.key = key;
        this.faults = faults;
        this.ids = ids;
        this.clock = clock;
        this.truth = truth;
    }

    /** Answers one request. */
    public void answer(Exchange exchange) {
        TextAnswer.asked(exchange, key, faults, "messages").ifPresent(request -> complete(exchange, request));
    }

    private void complete(Exchange exchange, JsonNode request) {
        truth.append("", "text_request", Json.object().put("path", exchange.path()));
        ConversationText conversation = ConversationText.ofMessages(request);
        JsonNode format = request.path("response_format");
        String text = TextAnswer.words(conversation, format, format.at("/json_schema/schema"), faults);
        ObjectNode head = Json.object()
                .put("id", ids.fresh("chatcmpl"))
                .put("created", clock.millis() / 1_000)
                .put("model", request.path("model").textValue());
        ObjectNode usage = usage(conversation, text);
        if (request.path("stream").asBoolean(false)) {
            boolean withUsage = request.at("/stream_options/include_usage").asBoolean(false);
            TextAnswer.stream(exchange, stream(head, text, withUsage ? Optional.of(usage) : Optional.empty()), faults);
            return;
        }
        ObjectNode choice = head.put("object", "chat.completion")
                .putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", "stop");
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", text)
                .putNull("refusal")
                .putArray("annotations");
        choice.putNull("logprobs");
        head.set("usage", usage);
        exchange.answer(200, head);
    }

    private static List<String> stream(ObjectNode head, String text, Optional<ObjectNode> usage) {
        List<String> events = new ArrayList<>();
        head.put("object", "chat.completion.chunk");
        events.add(chunk(head, Json.object().put("role", "assistant").put("content", ""), Optional.empty()));
        for (String delta : TextAnswer.deltas(text)) {
            events.add(chunk(head, Json.object().put("content", delta), Optional.empty()));
        }
        events.add(chunk(head, Json.object(), Optional.of("stop")));
        usage.ifPresent(counted -> {
            ObjectNode last = head.deepCopy();
            last.putArray("choices");
            last.set("usage", counted);
            events.add(TextAnswer.data(last));
        });
        events.add("data: [DONE]\n\n");
        return events;
    }

    private static String chunk(ObjectNode head, ObjectNode delta, Optional<String> finish) {
        ObjectNode node = head.deepCopy();
        ObjectNode choice = node.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finish.orElse(null));
        return TextAnswer.data(node);
    }

    private static ObjectNode usage(ConversationText conversation, String text) {
        int in = TextAnswer.tokens(conversation.length());
        int out = TextAnswer.tokens(text.length());
        return Json.object()
                .put("prompt_tokens", in)
                .put("completion_tokens", out)
                .put("total_tokens", in + out);
    }
}
