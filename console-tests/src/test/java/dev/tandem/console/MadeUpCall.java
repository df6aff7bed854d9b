package dev.tandem.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** One call of {@link MadeUpCluster} with everything that a call can have, and the tenant it belongs to. */
final class MadeUpCall {

    static final String ID = "rtc_1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode ALL = read();

    private MadeUpCall() {}

    /** A page of a list with so many rows. */
    static String page(int rows) {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode calls = page.putArray("calls");
        for (int i = 0; i < rows; i++) {
            calls.add(ALL.get("entry").deepCopy());
        }
        return page.toString();
    }

    static String call() {
        ObjectNode call = ALL.get("entry").deepCopy();
        call.setAll((ObjectNode) ALL.get("more"));
        return call.toString();
    }

    static String events() {
        return JSON.createObjectNode()
                .put("call_id", ID)
                .set("events", ALL.get("events"))
                .toString();
    }

    static String caller() {
        return JSON.createObjectNode()
                .put("call_id", ID)
                .put("from", "+14155550123")
                .toString();
    }

    static String tenants() {
        return JSON.createObjectNode().set("tenants", ALL.get("tenants")).toString();
    }

    private static JsonNode read() {
        try (InputStream in = MadeUpCall.class.getResourceAsStream("/made-up-call.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
