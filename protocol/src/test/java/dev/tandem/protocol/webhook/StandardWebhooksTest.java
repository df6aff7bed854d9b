package dev.tandem.protocol.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.protocol.VendorExamples;
import dev.tandem.protocol.webhook.DeliveryVerdict.BadSignature;
import dev.tandem.protocol.webhook.DeliveryVerdict.Missing;
import dev.tandem.protocol.webhook.DeliveryVerdict.Stale;
import dev.tandem.protocol.webhook.DeliveryVerdict.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksTest {

    private static final JsonNode DELIVERY = VendorExamples.json("webhooks/signed-delivery.json");
    private static final String SECRET = DELIVERY.path("secret").asText();
    private static final String OTHER_SECRET = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final String ID = DELIVERY.at("/headers/webhook-id").asText();
    private static final String TIMESTAMP =
            DELIVERY.at("/headers/webhook-timestamp").asText();
    private static final String SIGNATURE =
            DELIVERY.at("/headers/webhook-signature").asText();
    private static final byte[] BODY = DELIVERY.path("body").asText().getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.ofEpochSecond(1750287078);

    private final StandardWebhooks webhooks = new StandardWebhooks(List.of(SECRET));

    @Test
    void a_delivery_as_it_was_signed_is_verified() {
        assertThat(webhooks.verify(NOW, ID, TIMESTAMP, SIGNATURE, BODY)).isEqualTo(new Verified());
    }

    @Test
    void we_sign_as_the_example_is_signed() {
        assertThat(StandardWebhooks.sign(SECRET, ID, 1750287078, BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    void the_example_of_the_specification_itself_is_verified() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThat(StandardWebhooks.sign(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void during_a_rotation_either_secret_verifies() {
        StandardWebhooks both = new StandardWebhooks(List.of(OTHER_SECRET, SECRET));
        assertThat(both.verify(NOW, ID, TIMESTAMP, SIGNATURE, BODY)).isEqualTo(new Verified());
        assertThat(both.verify(NOW, ID, TIMESTAMP, StandardWebhooks.sign(OTHER_SECRET, ID, 1750287078, BODY), BODY))
                .isEqualTo(new Verified());
    }

    @Test
    void one_matching_signature_among_several_is_enough_and_other_versions_are_ignored() {
        String other = StandardWebhooks.sign(OTHER_SECRET, ID, 1750287078, BODY);
        assertThat(webhooks.verify(NOW, ID, TIMESTAMP, other + " v1a,abc v2,def " + SIGNATURE + "  v1,", BODY))
                .isEqualTo(new Verified());
        assertThat(webhooks.verify(NOW, ID, TIMESTAMP, SIGNATURE.replace("v1,", "v2,"), BODY))
                .isEqualTo(new BadSignature());
        assertThat(webhooks.verify(NOW, ID, TIMESTAMP, SIGNATURE.substring("v1,".length()), BODY))
                .isEqualTo(new BadSignature());
    }

    @Test
    void anything_changed_is_a_bad_signature() {
        byte[] tampered = BODY.clone();
        tampered[tampered.length / 2] ^= 1;
        assertThat(webhooks.verify(NOW, ID, TIMESTAMP, SIGNATURE, tampered)).isEqualTo(new BadSignature());
        assertThat(webhooks.verify(NOW, ID + "0", TIMESTAMP, SIGNATURE, BODY)).isEqualTo(new BadSignature());
        assertThat(webhooks.verify(NOW, ID, "1750287079", SIGNATURE, BODY)).isEqualTo(new BadSignature());
        assertThat(webhooks.verify(NOW, ID, TIMESTAMP, SIGNATURE, new byte[0])).isEqualTo(new BadSignature());
        assertThat(new StandardWebhooks(List.of(OTHER_SECRET)).verify(NOW, ID, TIMESTAMP, SIGNATURE, BODY))
                .isEqualTo(new BadSignature());
    }

    @Test
    void every_single_changed_character_of_a_signature_makes_it_bad() {
        for (int i = 0; i < SIGNATURE.length(); i++) {
            char[] changed = SIGNATURE.toCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            assertThat(webhooks.verify(NOW, ID, TIMESTAMP, new String(changed), BODY))
                    .as("character %d", i)
                    .isEqualTo(new BadSignature());
        }
    }

    @Test
    void what_is_missing_is_named_in_order() {
        assertThat(webhooks.verify(NOW, null, null, null, BODY)).isEqualTo(new Missing("webhook-id"));
        assertThat(webhooks.verify(NOW, ID, " ", null, BODY)).isEqualTo(new Missing("webhook-timestamp"));
        assertThat(webhooks.verify(NOW, ID, TIMESTAMP, "", BODY)).isEqualTo(new Missing("webhook-signature"));
    }

    @Test
    void five_minutes_either_way_are_tolerated_and_no_more() {
        assertThat(webhooks.verify(NOW.plusSeconds(300), ID, TIMESTAMP, SIGNATURE, BODY))
                .isEqualTo(new Verified());
        assertThat(webhooks.verify(NOW.minusSeconds(300), ID, TIMESTAMP, SIGNATURE, BODY))
                .isEqualTo(new Verified());
        assertThat(webhooks.verify(NOW.plusSeconds(301), ID, TIMESTAMP, SIGNATURE, BODY))
                .isEqualTo(new Stale(301));
        assertThat(webhooks.verify(NOW.minusSeconds(301), ID, TIMESTAMP, SIGNATURE, BODY))
                .isEqualTo(new Stale(-301));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "-1750287078", "+1750287078", "1750287078.0", " 1750287078", "99999999999999999999", "0x1"})
    void a_timestamp_that_is_no_plain_number_is_bad_even_when_signed(String timestamp) {
        assertThat(webhooks.verify(NOW, ID, timestamp, SIGNATURE, BODY)).isEqualTo(new BadSignature());
    }

    @Test
    void headers_without_end_are_bad() {
        String longId = "i".repeat(257);
        assertThat(webhooks.verify(
                        NOW, longId, TIMESTAMP, StandardWebhooks.sign(SECRET, longId, 1750287078, BODY), BODY))
                .isEqualTo(new BadSignature());
        assertThat(webhooks.verify(NOW, ID, TIMESTAMP, SIGNATURE + " v1,x".repeat(500), BODY))
                .isEqualTo(new BadSignature());
    }

    @Test
    void no_headers_whatever_make_it_throw() {
        Random random = new Random(20_260_101);
        for (int i = 0; i < 2_000; i++) {
            assertThat(webhooks.verify(NOW, junk(random), junk(random), junk(random), BODY))
                    .isNotEqualTo(new Verified());
        }
    }

    @Test
    void secrets_are_checked_when_they_are_configured_and_never_shown() {
        assertThatThrownBy(() -> new StandardWebhooks(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no webhook secret is configured");
        assertThatThrownBy(() -> new StandardWebhooks(List.of(SECRET, "MDEyMzQ1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whsec_ followed by base64")
                .hasMessageNotContaining("MDEyMzQ1");
        assertThatThrownBy(() -> new StandardWebhooks(List.of("whsec_")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> new StandardWebhooks(List.of("whsec_se-cret!")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a webhook secret is not base64 after its whsec_ prefix")
                .hasNoCause();
        assertThatCode(() -> new StandardWebhooks(List.of(SECRET, OTHER_SECRET)))
                .doesNotThrowAnyException();
    }

    private static String junk(Random random) {
        return random.ints(random.nextInt(40), 0, 0x300)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
