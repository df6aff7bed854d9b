package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.simulator.control.CallOffer;
import dev.tandem.simulator.json.Json;
import dev.tandem.simulator.webhook.WebhookSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookDeliveryTest {
    /** Answers the n-th request of a path with the n-th of some statuses, then 200; 0 never answers. */
    private record Received(String path, Map<String, String> headers, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private List<Integer> statuses = List.of();
    private HttpServer server;
    private SimulatorKit kit;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            header -> header.getKey().toLowerCase(),
                            header -> header.getValue().getFirst()));
            int number;
            synchronized (received) {
                number = received.size();
                received.add(new Received(exchange.getRequestURI().getPath(), headers, body));
            }
            int status = number < statuses.size() ? statuses.get(number) : 200;
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            if (status != 0) {
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            }
        });
        server.start();
        kit = new SimulatorKit(settings ->
                settings.withWebhookUrls(List.of(url("/a"), url("/b"))).withRetrySpeed(10));
    }

    @AfterEach
    void stop() {
        kit.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void a_delivery_is_signed_and_names_the_call_and_both_numbers() {
        String callId = kit.offer("order_lookup");
        kit.awaitTruth(callId, "delivery", 1);
        Received delivery = received.getFirst();
        WebhookSigner signer = new WebhookSigner(SimulatorSettings.TEST_SECRET);
        long timestamp = Long.parseLong(delivery.headers().get("webhook-timestamp"));
        assertThat(delivery.headers().get("webhook-signature"))
                .isEqualTo(signer.sign(delivery.headers().get("webhook-id"), timestamp, delivery.body()));
        assertThat(delivery.headers().get("user-agent")).startsWith("OpenAI/1.0");
        JsonNode body = Json.read(delivery.body()).orElseThrow();
        Schemas.assertValid("WebhookRealtimeCallIncoming", body);
        assertThat(body.at("/data/call_id").asText()).isEqualTo(callId).matches("rtc_[0-9a-f]{32}");
        assertThat(body.at("/data/sip_headers").findValuesAsText("name"))
                .containsExactly("From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Type");
        assertThat(body.at("/data/sip_headers/1/value").asText()).contains(SimulatorKit.NUMBER);
    }

    @Test
    void errors_redirects_and_silence_are_repeated_in_turn_with_the_same_id_until_a_2xx() {
        statuses = List.of(503, 302, 0, 400);
        String callId = kit.offer("order_lookup");
        kit.awaitTruth(callId, "delivery", 5);
        assertThat(kit.truth(callId, "delivery"))
                .extracting(line -> line.fields().path("status").asInt())
                .containsExactly(503, 302, 0, 400, 200);
        assertThat(received).extracting(Received::path).containsExactly("/a", "/b", "/a", "/b", "/a");
        assertThat(received)
                .extracting(delivery -> delivery.headers().get("webhook-id"))
                .containsOnly(received.getFirst().headers().get("webhook-id"));
        assertThat(received)
                .extracting(Received::body)
                .containsOnly(received.getFirst().body());
        // 100 + 200 + 500 (no answer) + 400 + 800 ms lie between the first and the last attempt.
        List<dev.tandem.simulator.truth.TruthLine> lines = kit.truth(callId, "delivery");
        assertThat(lines.getLast().tMs() - lines.getFirst().tMs()).isGreaterThan(1_900);
    }

    @Test
    void copies_are_duplicates_with_one_id_or_with_ids_of_their_own() {
        CallOffer offer = CallOffer.to(SimulatorKit.NUMBER);
        String same = kit.simulator
                .offer(new CallOffer(offer.to(), Optional.empty(), Optional.empty(), true, 3, false))
                .callId();
        kit.awaitTruth(same, "delivery", 3);
        assertThat(kit.truth(same, "delivery"))
                .extracting(line -> line.text("webhook_id"))
                .hasSize(3)
                .containsOnly(kit.truth(same, "delivery").getFirst().text("webhook_id"));
        String mixed = kit.simulator
                .offer(new CallOffer(offer.to(), Optional.empty(), Optional.empty(), true, 3, true))
                .callId();
        kit.awaitTruth(mixed, "delivery", 3);
        assertThat(kit.truth(mixed, "delivery"))
                .extracting(line -> line.text("webhook_id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void an_undelivered_call_hands_its_signed_webhook_to_the_offerer() {
        var answer = kit.post("/simulator/calls", "{\"to\":\"tel:+18005551212\",\"deliver\":false}");
        JsonNode offered = Json.read(answer.body()).orElseThrow();
        WebhookSigner signer = new WebhookSigner(SimulatorSettings.TEST_SECRET);
        JsonNode headers = offered.path("headers");
        assertThat(headers.path("webhook-signature").asText())
                .isEqualTo(signer.sign(
                        headers.path("webhook-id").asText(),
                        headers.path("webhook-timestamp").asLong(),
                        offered.path("body").asText()));
        assertThat(offered.path("body").asText()).contains("tel:+18005551212");
        assertThat(received).isEmpty();
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
