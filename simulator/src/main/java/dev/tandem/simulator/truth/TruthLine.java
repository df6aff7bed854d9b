package dev.tandem.simulator.truth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;

/**
 * One thing that happened.
 *
 * @param tMs milliseconds since the simulator started, monotonic
 * @param callId the call, or an empty text when it concerns none
 * @param kind what happened, for example {@code turn}, {@code accept}, {@code attach}
 * @param fields what else is known, by kind
 */
public record TruthLine(long tMs, String callId, String kind, ObjectNode fields) {

    /** A text field, or an empty text. */
    public String text(String field) {
        return fields.path(field).asText("");
    }

    /** A yes/no field; absent means no. */
    public boolean flag(String field) {
        return fields.path(field).asBoolean(false);
    }

    /** The line as JSON text, without the line end. */
    public String json() {
        ObjectNode node = Json.object();
        node.put("t_ms", tMs).put("call_id", callId).put("kind", kind);
        node.setAll(fields);
        return Json.write(node);
    }
}
