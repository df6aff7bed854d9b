package dev.tandem.simulator.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.json.Json;

/** Writes the body of {@code realtime.call.incoming}. */
public final class IncomingCallEvent {
    private IncomingCallEvent() {}

    /**
     * The body for one call.
     *
     * @param from the caller: a number, or a whole header value when it contains a colon
     * @param to the dialled number: a number, or a whole header value when it contains a colon
     */
    public static String body(String callId, String from, String to, long unixSeconds, Ids ids) {
        ObjectNode event = Json.object()
                .put("object", "event")
                .put("id", ids.fresh("evt"))
                .put("type", "realtime.call.incoming")
                .put("created_at", unixSeconds);
        ArrayNode headers = event.putObject("data").put("call_id", callId).putArray("sip_headers");
        header(headers, "From", address(from, "carrier.example.com") + ";tag=" + ids.fresh("t"));
        header(headers, "To", address(to, "sip.api.openai.com"));
        header(headers, "Call-ID", ids.freshUuid());
        header(headers, "CSeq", "851287 INVITE");
        header(headers, "Max-Forwards", "63");
        header(headers, "Content-Type", "application/sdp");
        return Json.write(event);
    }

    private static String address(String number, String host) {
        return number.contains(":") ? number : "<sip:" + number + "@" + host + ">";
    }

    private static void header(ArrayNode headers, String name, String value) {
        headers.addObject().put("name", name).put("value", value);
    }
}
