package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.protocol.webhook.StandardWebhooks;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running node takes up the webhook's new secret from its file. */
class WebhookRotationIT {

    private static final Duration STARTED = Duration.ofSeconds(120);
    private static final String OLD = "whsec_b2xkLW9sZC1vbGQ=";
    private static final String NEW = "whsec_bmV3LW5ldy1uZXc=";

    /** Signed, well-formed, and nothing that a node acts upon. */
    private static final byte[] BODY =
            "{\"object\":\"event\",\"id\":\"evt_1\",\"type\":\"something.else\",\"created_at\":1,\"data\":{}}"
                    .getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void both_secrets_are_taken_once_the_file_holds_both_and_the_old_one_no_more_when_it_is_gone() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), OLD);
        try (TestNode node = TestNode.start(
                "http://127.0.0.1:1/v1",
                "",
                List.of(),
                null,
                10,
                Map.of(
                        "tandem.openai.webhook-secret-file",
                        file.toString(),
                        "tandem.openai.webhook-secret-check",
                        "100ms"))) {
            await().atMost(STARTED).until(node::isReady);
            assertThat(delivered(node, OLD)).isEqualTo(200);
            assertThat(delivered(node, NEW)).isEqualTo(401);

            Files.writeString(file, OLD + "," + NEW);
            await().atMost(STARTED).until(() -> delivered(node, NEW) == 200);
            assertThat(delivered(node, OLD)).isEqualTo(200);

            Files.writeString(file, NEW);
            await().atMost(STARTED).until(() -> delivered(node, OLD) == 401);
            assertThat(delivered(node, NEW)).isEqualTo(200);
        }
    }

    private static int delivered(TestNode node, String signedWith) throws Exception {
        String id = "wh_" + UUID.randomUUID();
        long now = Instant.now().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(node.webhook())
                .header(StandardWebhooks.ID_HEADER, id)
                .header(StandardWebhooks.TIMESTAMP_HEADER, Long.toString(now))
                .header(StandardWebhooks.SIGNATURE_HEADER, StandardWebhooks.sign(signedWith, id, now, BODY))
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
