package dev.tandem.simulator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.json.Json;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class WebhookSignerTest {
    @Test
    void a_signature_equals_the_published_one_byte_for_byte() throws IOException {
        JsonNode example;
        try (InputStream in = getClass().getResourceAsStream("/openai/signed-delivery.json")) {
            example = Json.read(in.readAllBytes()).orElseThrow();
        }
        JsonNode headers = example.path("headers");
        SignedDelivery delivery = SignedDelivery.of(
                new WebhookSigner(example.path("secret").asText()),
                headers.path("webhook-id").asText(),
                headers.path("webhook-timestamp").asLong(),
                example.path("body").asText());
        assertThat(delivery.json().path("headers")).isEqualTo(headers);
    }

    @Test
    void a_secret_without_prefix_or_with_broken_base64_is_refused() {
        assertThatThrownBy(() -> new WebhookSigner("MDEyMw==")).hasMessageContaining("whsec_");
        assertThatThrownBy(() -> new WebhookSigner("whsec_%%%")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WebhookSigner("whsec_")).isInstanceOf(IllegalArgumentException.class);
    }
}
