package dev.tandem.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.call.Personal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class WebhookTest {

    private static PublicPort port;

    @BeforeAll
    static void bind() {
        port = new PublicPort(Ingress.Bounds.DEFAULT);
    }

    @AfterAll
    static void close() {
        port.close();
    }

    @BeforeEach
    void forget() {
        port.offered.clear();
        port.cluster = port.remembering();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openai/webhook", "/webhook", "/api/v1/webhook"})
    void an_incoming_call_is_offered_and_answered_ok(String path) {
        HttpResponse<String> answer =
                port.bound().send(port.request(path, Delivery.signed(Delivery.incoming("rtc_1"))));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ok\":true}");
        assertThat(port.offered).hasSize(1);
        Offer offer = port.offered.get(0);
        assertThat(offer.callId()).isEqualTo("rtc_1");
        assertThat(offer.to()).isEqualTo("+18005550100");
        assertThat(offer.from()).isEqualTo(Personal.of("+14155550123"));
        assertThat(offer.headers()).extracting(h -> h.name()).containsExactly("From", "To", "Call-ID");
        assertThat(offer.createdAt()).isBetween(Instant.now().minusSeconds(5), Instant.now());
        assertThat(offer.deliveryId()).startsWith("evt_");
    }

    @Test
    void a_repeat_is_answered_as_one() {
        Delivery delivery = Delivery.signed(Delivery.incoming("rtc_1"));
        port.deliver(delivery);

        HttpResponse<String> answer = port.deliver(delivery);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ok\":true,\"deduped\":true}");
    }

    @Test
    void the_secret_before_a_rotation_still_signs() {
        byte[] body = Delivery.incoming("rtc_1").getBytes(StandardCharsets.UTF_8);

        assertThat(port.deliver(Delivery.signed(body, Delivery.OLD_SECRET, Instant.now()))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"live.call.incoming\",\"data\":{\"call_id\":\"rtc_1\"}}",
                "{\"type\":\"live.transport.incoming\",\"data\":{\"type\":\"sip\"}}",
                "{\"type\":\"response.completed\",\"data\":{}}",
                "{\"type\":\"something.unheard.of\"}",
                "{\"type\":\"realtime.call.incoming\",\"data\":{\"call_id\":\"../etc|x\"}}",
                "{\"type\":\"realtime.call.incoming\",\"data\":null}"
            })
    void what_needs_nothing_is_answered_ok_and_offers_nothing(String body) {
        HttpResponse<String> answer = port.deliver(Delivery.signed(body));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ok\":true}");
        assertThat(port.offered).isEmpty();
    }

    @Test
    void a_number_that_is_none_is_offered_as_it_came() {
        port.deliver(
                Delivery.signed(
                        "{\"type\":\"realtime.call.incoming\",\"data\":{\"call_id\":\"rtc_1\",\"sip_headers\":[{\"name\":\"To\",\"value\":\"<sip:support@example.com>\"}]}}"));

        assertThat(port.offered.get(0).to()).isEqualTo("support");
        assertThat(port.offered.get(0).from()).isEqualTo(Personal.of(""));
    }

    @Test
    void unsigned_stale_tampered_or_foreign_deliveries_are_401_and_offer_nothing() throws Exception {
        byte[] body = Delivery.incoming("rtc_1").getBytes(StandardCharsets.UTF_8);
        Delivery good = Delivery.signed(body, Delivery.SECRET, Instant.now());
        Delivery tampered = new Delivery(Delivery.incoming("rtc_2").getBytes(StandardCharsets.UTF_8), good.headers());
        for (Delivery bad : List.of(
                good.without("webhook-id"),
                good.without("webhook-timestamp"),
                good.without("webhook-signature"),
                good.with("webhook-id", "evt_other"),
                good.with("webhook-timestamp", "soon"),
                good.with("webhook-signature", "v1,AAAA"),
                good.with(
                        "webhook-signature",
                        good.headers().get("webhook-signature").replace("v1,", "v2,")),
                tampered,
                Delivery.signed(body, Delivery.SECRET, Instant.now().minusSeconds(302)),
                Delivery.signed(body, Delivery.SECRET, Instant.now().plusSeconds(302)),
                Delivery.signed(body, "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA==", Instant.now()))) {
            HttpResponse<String> answer = port.deliver(bad);

            assertProblem(answer, 401, "bad_signature");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        assertThat(port.offered).isEmpty();
    }

    @Test
    void the_order_is_too_large_then_unauthorized_then_malformed() throws Exception {
        byte[] large = new byte[300 * 1024];
        assertProblem(port.deliver(Delivery.signed(large, Delivery.SECRET, Instant.now())), 413, "too_large");
        assertProblem(port.deliver(new Delivery(large, java.util.Map.of())), 413, "too_large");
        assertProblem(port.deliver(Delivery.signed("no json").without("webhook-id")), 401, "bad_signature");
        assertProblem(port.deliver(Delivery.signed("no json")), 400, "not_a_webhook");
        assertProblem(port.deliver(Delivery.signed("{\"no\":\"type\"}")), 400, "not_a_webhook");
        assertProblem(port.deliver(Delivery.signed("")), 400, "not_a_webhook");
    }

    @Test
    void the_refusal_of_a_large_body_arrives_every_time() throws Exception {
        byte[] large = new byte[300 * 1024];

        // Answered while the body still came, the connection was reset now and then and the answer lost.
        for (int i = 0; i < 50; i++) {
            assertProblem(port.deliver(Delivery.signed(large, Delivery.SECRET, Instant.now())), 413, "too_large");
            assertProblem(port.deliver(Delivery.signed("no json")), 400, "not_a_webhook");
        }
    }

    @Test
    void a_body_of_unknown_length_is_cut_off_at_the_same_size() throws Exception {
        byte[] chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        bytes.write("POST /openai/webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 9; i++) {
            bytes.write(chunk);
        }

        assertThat(port.bound().raw(bytes.toByteArray()).status()).isEqualTo(413);
    }

    @Test
    void a_body_that_never_comes_does_not_wait_for_ever() {
        byte[] head = "POST /openai/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(port.bound().raw(head).status()).isEqualTo(408);
    }

    @Test
    void a_body_of_just_the_largest_size_is_judged() {
        String pad = "x".repeat(256 * 1024 - "{\"type\":\"a.b\",\"p\":\"\"}".length());

        assertThat(port.deliver(Delivery.signed("{\"type\":\"a.b\",\"p\":\"" + pad + "\"}"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_offer_that_is_not_durable_in_time_is_503_within_a_second() throws Exception {
        port.cluster = offer -> new CompletableFuture<>();
        Duration shortest = Duration.ofHours(1);
        // The best of three: a machine under load may be late by itself, but not always.
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();

            HttpResponse<String> answer = port.deliver(Delivery.signed(Delivery.incoming("rtc_" + i)));

            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            shortest = took.compareTo(shortest) < 0 ? took : shortest;
            assertProblem(answer, 503, "unavailable");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(shortest).isBetween(Duration.ofMillis(350), Duration.ofSeconds(1));
    }

    @Test
    void an_offer_that_fails_in_any_way_is_503() throws Exception {
        List<CallOffers> clusters = List.of(
                offer -> CompletableFuture.failedStage(new IllegalStateException("journal down +14155550123")),
                offer -> {
                    throw new IllegalStateException("no shard");
                },
                offer -> CompletableFuture.completedStage(new OfferAnswer.Unavailable("the journal is down")));
        for (CallOffers cluster : clusters) {
            port.cluster = cluster;

            assertProblem(port.deliver(Delivery.signed(Delivery.incoming("rtc_1"))), 503, "unavailable");
        }
    }

    @Test
    void giving_up_on_an_offer_leaves_the_offer_itself_alone() {
        CompletableFuture<OfferAnswer> slow = new CompletableFuture<>();
        port.cluster = offer -> slow;

        assertThat(port.deliver(Delivery.signed(Delivery.incoming("rtc_1"))).statusCode())
                .isEqualTo(503);
        assertThat(slow.isDone()).isFalse();
    }

    @Test
    void beyond_the_bound_deliveries_are_turned_away_and_later_ones_are_served_again() throws Exception {
        ConcurrentLinkedQueue<CompletableFuture<OfferAnswer>> held = new ConcurrentLinkedQueue<>();
        try (PublicPort narrow =
                new PublicPort(new Ingress.Bounds(4, Duration.ofSeconds(30), Duration.ofSeconds(30)))) {
            narrow.cluster = offer -> {
                CompletableFuture<OfferAnswer> answer = new CompletableFuture<>();
                held.add(answer);
                return answer;
            };
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                HttpRequest request = narrow.request("/webhook", Delivery.signed(Delivery.incoming("rtc_" + i)))
                        .build();
                waiting.add(narrow.bound().client().sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            await().until(() -> held.size() == 4);

            HttpResponse<String> refused = narrow.deliver(Delivery.signed(Delivery.incoming("rtc_more")));
            assertProblem(refused, 503, "overloaded");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();

            held.forEach(answer -> answer.complete(new OfferAnswer.Durable(true)));
            for (CompletableFuture<HttpResponse<String>> answer : waiting) {
                assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            narrow.cluster = narrow.remembering();
            assertThat(narrow.deliver(Delivery.signed(Delivery.incoming("rtc_after")))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void other_methods_are_405_and_other_paths_404() throws Exception {
        assertProblem(port.bound().get("/openai/webhook"), 405, "method_not_allowed");
        assertProblem(
                port.bound().send(port.bound().request("/webhook").PUT(BodyPublishers.ofString("{}"))),
                405,
                "method_not_allowed");
        assertProblem(port.bound().get("/"), 404, "not_found");
        assertProblem(port.bound().get("/api/v1/calls"), 404, "not_found");
    }

    @Test
    void one_line_is_logged_per_delivery_with_the_call_and_without_its_numbers() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.tandem");
        ListAppender<ILoggingEvent> lines = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent line) {
                line.prepareForDeferredProcessing();
                super.append(line);
            }
        };
        lines.start();
        logger.addAppender(lines);
        try {
            port.deliver(Delivery.signed(Delivery.incoming("rtc_logged")));
            port.deliver(Delivery.signed("{\"type\":\"evil\\nline\"}"));
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.get(0).getFormattedMessage()).startsWith("webhook 200 offered");
        assertThat(lines.list.get(0).getMDCPropertyMap()).containsEntry("call", "rtc_logged");
        assertThat(lines.list.get(1).getMDCPropertyMap()).doesNotContainKey("call");
        assertThat(lines.list.get(1).getFormattedMessage()).contains("type=evil?line");
        assertThat(lines.list.toString()).doesNotContain("4155550123", "8005550100");
    }

    @Test
    void results_are_counted() {
        port.deliver(Delivery.signed(Delivery.incoming("rtc_counted")));
        port.deliver(Delivery.signed("no json"));

        assertThat(port.metrics.scrape())
                .contains(
                        "voice_webhook_deliveries_total{result=\"offered\"}",
                        "voice_webhook_deliveries_total{result=\"malformed\"}");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(ApiJson.MAPPER.readTree(answer.body()).get("code").asText()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("Exception", "4155550123");
    }
}
