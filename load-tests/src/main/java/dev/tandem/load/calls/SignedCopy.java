package dev.tandem.load.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One copy of a call's webhook, signed by the Standard Webhooks rules and good for 300 s.
 *
 * @param callId the call that rings
 * @param headers by name
 * @param body to the byte as it was signed
 */
public record SignedCopy(String callId, Map<String, String> headers, String body) {
    /** Those that are posted. */
    public static final List<String> HEADERS =
            List.of("content-type", "webhook-id", "webhook-timestamp", "webhook-signature");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads what the simulator answers when a call was placed: one copy, or all of its {@code deliveries}. */
    public static List<SignedCopy> read(String answer) {
        try {
            JsonNode placed = JSON.readTree(answer);
            List<SignedCopy> copies = new ArrayList<>();
            if (placed.path("deliveries").isArray()) {
                placed.path("deliveries").forEach(copy -> copies.add(one(placed, copy)));
            } else {
                copies.add(one(placed, placed));
            }
            return List.copyOf(copies);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The simulator's answer is no JSON", e);
        }
    }

    private static SignedCopy one(JsonNode placed, JsonNode copy) {
        Map<String, String> headers = new HashMap<>();
        HEADERS.forEach(
                name -> headers.put(name, copy.path("headers").path(name).asText()));
        return new SignedCopy(
                placed.path("call_id").asText(),
                Map.copyOf(headers),
                copy.path("body").asText());
    }
}
