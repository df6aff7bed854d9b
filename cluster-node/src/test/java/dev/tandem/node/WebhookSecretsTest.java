package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tandem.protocol.webhook.DeliveryVerdict;
import dev.tandem.protocol.webhook.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider's secret is rotated under a running node: the old one, both, the new one. */
class WebhookSecretsTest {

    private static final String OLD = "whsec_b2xkLW9sZC1vbGQ=";
    private static final String NEW = "whsec_bmV3LW5ldy1uZXc=";
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void a_rotation_by_file_needs_no_restart() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), OLD);
        WebhookSecrets secrets = from(Map.of(WebhookSecrets.KEY + "-file", file.toString()));
        assertThat(takes(secrets, OLD)).isTrue();
        assertThat(takes(secrets, NEW)).isFalse();

        Files.writeString(file, NEW + "," + OLD + "\n");
        assertThat(takes(secrets, NEW)).as("before it has looked again").isFalse();
        secrets.lookAgain();
        assertThat(takes(secrets, OLD)).isTrue();
        assertThat(takes(secrets, NEW)).isTrue();

        Files.writeString(file, NEW);
        secrets.lookAgain();
        assertThat(takes(secrets, OLD)).isFalse();
        assertThat(takes(secrets, NEW)).isTrue();
    }

    @Test
    void a_reference_is_looked_up_again_as_well() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), OLD);
        WebhookSecrets secrets = from(Map.of(WebhookSecrets.KEY, "${file:" + file + "}," + OLD));
        Files.writeString(file, NEW);
        secrets.lookAgain();
        assertThat(takes(secrets, NEW)).isTrue();
        assertThat(takes(secrets, OLD)).isTrue();
    }

    @Test
    void what_cannot_be_used_leaves_the_former_secrets_in_place() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), OLD);
        WebhookSecrets secrets = from(Map.of(WebhookSecrets.KEY + "-file", file.toString()));
        for (String broken : new String[] {"", "no secret", "whsec_%%%"}) {
            Files.writeString(file, broken);
            secrets.lookAgain();
            assertThat(takes(secrets, OLD)).as(broken).isTrue();
        }
        Files.delete(file);
        secrets.lookAgain();
        assertThat(takes(secrets, OLD)).isTrue();
        Files.writeString(file, NEW);
        secrets.lookAgain();
        assertThat(takes(secrets, NEW)).isTrue();
    }

    @Test
    void a_wrong_secret_at_the_start_is_told_without_its_text() {
        assertThatThrownBy(() -> from(Map.of(WebhookSecrets.KEY, "hush-hush")))
                .isInstanceOf(NodeSettings.Wrong.class)
                .hasMessageContaining("OPENAI_WEBHOOK_SECRET")
                .hasMessageNotContaining("hush");
    }

    private static WebhookSecrets from(Map<String, String> given) throws NodeSettings.Wrong {
        Config config = ConfigFactory.parseMap(given).withFallback(ConfigFactory.defaultReference());
        return WebhookSecrets.of(() -> ConfiguredSecrets.value(config, WebhookSecrets.KEY));
    }

    private static boolean takes(WebhookSecrets secrets, String signedWith) {
        Instant now = Instant.now();
        String signature = StandardWebhooks.sign(signedWith, "msg_1", now.getEpochSecond(), BODY);
        return secrets.get().verify(now, "msg_1", Long.toString(now.getEpochSecond()), signature, BODY)
                instanceof DeliveryVerdict.Verified;
    }
}
