package dev.tandem.launcher.product;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A delivery of a webhook, written without the product's own code so that its mistakes cannot hide.
 *
 * @param headers those of Standard Webhooks
 * @param body as signed, or not
 */
record WebhookDelivery(Map<String, String> headers, byte[] body) {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Rightly signed, now, under an id of its own. */
    static WebhookDelivery of(String body) {
        return of("wh_" + UUID.randomUUID(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Rightly signed, now. */
    static WebhookDelivery of(String id, byte[] body) {
        return signed(Product.WEBHOOK_SECRET, id, Instant.now().getEpochSecond(), body);
    }

    static WebhookDelivery signed(String secret, String id, long timestamp, byte[] body) {
        return with(id, timestamp, signature(secret, id, timestamp, body), body);
    }

    static WebhookDelivery with(String id, long timestamp, String signature, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, id);
        headers.put(TIMESTAMP, String.valueOf(timestamp));
        headers.put(SIGNATURE, signature);
        return new WebhookDelivery(headers, body);
    }

    WebhookDelivery without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(header);
        return new WebhookDelivery(fewer, body);
    }

    WebhookDelivery withBody(byte[] other) {
        return new WebhookDelivery(headers, other);
    }

    HttpResponse<String> post(int port) {
        return postAsync(port).join();
    }

    CompletableFuture<HttpResponse<String>> postAsync(int port) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/openai/webhook"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String signature(String secret, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
