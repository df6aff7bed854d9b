package dev.tandem.simulator.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One attempt of a delivery, ready to be posted.
 *
 * @param headers the headers in the vendor's order
 * @param body the exact text that was signed
 */
public record SignedDelivery(Map<String, String> headers, String body) {
    private static final String USER_AGENT = "OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)";

    /** Signs a body for the given second. */
    public static SignedDelivery of(WebhookSigner signer, String webhookId, long unixSeconds, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("user-agent", USER_AGENT);
        headers.put("content-type", "application/json");
        headers.put("webhook-id", webhookId);
        headers.put("webhook-timestamp", Long.toString(unixSeconds));
        headers.put("webhook-signature", signer.sign(webhookId, unixSeconds, body));
        return new SignedDelivery(headers, body);
    }

    /** The delivery as {@code {"headers": {...}, "body": "..."}}. */
    public ObjectNode json() {
        ObjectNode node = Json.object();
        ObjectNode names = node.putObject("headers");
        headers.forEach(names::put);
        return node.put("body", body);
    }
}
