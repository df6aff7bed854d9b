package dev.tandem.persistence.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tandem.persistence.journal.Recorded;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.api.CallView.EventView;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Masked;
import java.util.Map;

/** Journal events as people may read them: words as they were said, callers' numbers masked, secrets left out. */
final class ReadableEvents {

    private ReadableEvents() {}

    static EventView of(Recorded recorded) {
        CallEvent event = recorded.event();
        ObjectNode data = ApiJson.MAPPER.valueToTree(event);
        data.remove("at");
        if (event instanceof CallEvent.CallOffered offered) {
            data.put("from", Masked.number(offered.from().text()));
            data.path("headers").forEach(ReadableEvents::maskHeader);
        }
        if (event instanceof CallEvent.CallAdmitted) {
            data.path("agent").path("tools").forEach(ReadableEvents::hideSecrets);
        }
        return new EventView(recorded.seq(), event.getClass().getSimpleName(), event.at(), data);
    }

    /** All but {@code To}, which names our own number. */
    private static void maskHeader(JsonNode header) {
        if (!"to".equalsIgnoreCase(header.path("name").asText())) {
            ((ObjectNode) header)
                    .put("value", Masked.inText(header.path("value").asText()));
        }
    }

    /** A tool's header shows a reference to a secret, never what might be one. */
    private static void hideSecrets(JsonNode tool) {
        for (Map.Entry<String, JsonNode> header : tool.path("headers").properties()) {
            if (!header.getValue().asText().contains("${")) {
                header.setValue(TextNode.valueOf("***"));
            }
        }
    }
}
