package dev.tandem.realtime;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.realtime.ControlAnswer.Done;
import dev.tandem.realtime.ControlAnswer.Gone;
import dev.tandem.realtime.ControlAnswer.Refused;
import dev.tandem.realtime.ControlAnswer.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallControlTest {
    private static final String KEY = "sk-test-123456";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static ActorTestKit kit;

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch ends = new CountDownLatch(1);
    private HttpServer provider;
    private volatile Answering answering = exchange -> exchange.sendResponseHeaders(200, -1);

    private record Seen(String method, String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("absent")).getFirst();
        }
    }

    private interface Answering {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeAll
    static void startSystem() {
        kit = ActorTestKit.create(
                "CallControlTest",
                ConfigFactory.parseString("pekko { actor.provider = local, coordinated-shutdown.exit-jvm = off }")
                        .withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stopSystem() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void startProvider() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        provider.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        provider.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                seen.add(new Seen(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getRawPath(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        body));
                answering.answer(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        provider.start();
    }

    @AfterEach
    void stopProvider() {
        ends.countDown();
        provider.stop(0);
    }

    private CallControl control(Duration timeout) {
        URI base = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/v1");
        return OpenAiCallControl.create(kit.system(), new ControlSettings(base, KEY, Optional.of("proj_1"), timeout));
    }

    private CallControl control() {
        return control(LONG);
    }

    private static ControlAnswer of(CompletionStage<ControlAnswer> stage) {
        try {
            return stage.toCompletableFuture().get(40, SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    private void answers(int status, String body, String... headers) {
        answering = exchange -> {
            for (int i = 0; i < headers.length; i += 2)
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private static String vendorError(String code, String message) {
        return "{\"error\":{\"message\":\"" + message
                + "\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"" + code + "\"}}";
    }

    private static SessionSettings session() {
        return new SessionSettings("gpt-realtime", "marin", "Be brief.", null, null, null, null);
    }

    @Test
    void accept_carries_session_key_project_and_idempotency_key() throws Exception {
        assertThat(of(control().accept("rtc_1", session(), "accept_rtc_1"))).isEqualTo(new Done());
        Seen request = seen.take();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/realtime/calls/rtc_1/accept");
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(request.header("Openai-project")).isEqualTo("proj_1");
        assertThat(request.header("Idempotency-key")).isEqualTo("accept_rtc_1");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
        assertThat(request.body()).contains("\"type\":\"realtime\"").contains("\"model\":\"gpt-realtime\"");
    }

    @Test
    void reject_refer_and_hangup_say_what_the_provider_expects() throws Exception {
        CallControl control = control();
        assertThat(of(control.reject("rtc_1", 486))).isEqualTo(new Done());
        assertThat(of(control.refer("rtc_1", "tel:+14155550123"))).isEqualTo(new Done());
        assertThat(of(control.hangup("rtc_1"))).isEqualTo(new Done());
        Seen reject = seen.take();
        assertThat(reject.path()).isEqualTo("/v1/realtime/calls/rtc_1/reject");
        assertThat(reject.body()).isEqualTo("{\"status_code\":486}");
        assertThat(reject.header("Idempotency-key")).isEqualTo("absent");
        Seen refer = seen.take();
        assertThat(refer.path()).isEqualTo("/v1/realtime/calls/rtc_1/refer");
        assertThat(refer.body()).isEqualTo("{\"target_uri\":\"tel:+14155550123\"}");
        Seen hangup = seen.take();
        assertThat(hangup.path()).isEqualTo("/v1/realtime/calls/rtc_1/hangup");
        assertThat(hangup.body()).isEmpty();
    }

    @Test
    void a_strange_call_id_stays_one_step_of_the_path_and_out_of_the_headers() throws Exception {
        String id = "rtc/../ä ?x=y#z%2F\r\nX: y";
        assertThat(of(control().accept(id, session(), "accept_" + id))).isEqualTo(new Done());
        Seen request = seen.take();
        String escaped = "rtc%2F..%2F%C3%A4%20%3Fx%3Dy%23z%252F%0D%0AX%3A%20y";
        assertThat(request.path()).startsWith("/v1/realtime/calls/").endsWith("/accept");
        String step = request.path()
                .substring("/v1/realtime/calls/".length(), request.path().length() - "/accept".length());
        assertThat(step).doesNotContain("/", "?", "#");
        assertThat(URLDecoder.decode(step, StandardCharsets.UTF_8)).isEqualTo(id);
        assertThat(request.header("Idempotency-key")).isEqualTo("accept_" + escaped);
        assertThat(request.header("X")).isEqualTo("absent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void a_call_id_that_fits_no_path_is_not_sent(String id) {
        assertThat(of(control().hangup(id))).isInstanceOf(Refused.class);
        assertThat(of(control().hangup("x".repeat(513)))).isInstanceOf(Refused.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void what_the_provider_would_refuse_for_certain_is_not_sent() {
        assertThat(of(control().reject("rtc_1", 200))).isInstanceOf(Refused.class);
        assertThat(of(control().refer("rtc_1", "http://elsewhere/"))).isInstanceOf(Refused.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void a_404_means_that_the_call_is_gone() {
        answers(404, vendorError("call_id_not_found", "No session found for the provided call_id"));
        assertThat(of(control().accept("rtc_1", session(), "k")))
                .isEqualTo(new Gone("HTTP 404 call_id_not_found: No session found for the provided call_id"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 409, 422})
    void what_will_not_change_is_refused(int status) {
        answers(status, vendorError("invalid_value", "No."));
        assertThat(of(control().hangup("rtc_1")))
                .isEqualTo(new Refused(status, "HTTP " + status + " invalid_value: No."));
    }

    @Test
    void a_429_did_not_happen_and_says_when_to_come_back() {
        answers(429, vendorError("rate_limit_exceeded", "Slow down."), "Retry-After", "7");
        assertThat(of(control().hangup("rtc_1")))
                .isEqualTo(new Unavailable("HTTP 429 rate_limit_exceeded: Slow down.", false, Duration.ofSeconds(7)));
    }

    @Test
    void retry_after_is_read_in_milliseconds_too_and_bounded() {
        answers(429, "", "retry-after-ms", "250");
        assertThat(((Unavailable) of(control().hangup("rtc_1"))).retryAfter()).isEqualTo(Duration.ofMillis(250));
        answers(503, "", "Retry-After", "86400");
        assertThat(((Unavailable) of(control().hangup("rtc_1"))).retryAfter()).isEqualTo(Duration.ofHours(1));
        answers(503, "", "Retry-After", "soon");
        assertThat(((Unavailable) of(control().hangup("rtc_1"))).retryAfter()).isZero();
    }

    @Test
    void retry_after_is_read_as_a_date() {
        var at = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(100);
        answers(503, "", "Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(at));
        assertThat(((Unavailable) of(control().hangup("rtc_1"))).retryAfter())
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503})
    void a_5xx_may_have_happened_and_is_not_repeated(int status) {
        answers(status, "<html>bad gateway</html>");
        assertThat(of(control().accept("rtc_1", session(), "k")))
                .isEqualTo(new Unavailable(
                        "HTTP " + status + ": HTTP " + status + " without an explanation", true, Duration.ZERO));
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_request_that_hangs_may_have_happened() {
        answering = exchange -> ends.await();
        var answer = (Unavailable) of(control(Duration.ofMillis(500)).accept("rtc_1", session(), "k"));
        assertThat(answer.mayHaveHappened()).isTrue();
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_connection_refused_did_not_happen() throws IOException {
        int free;
        try (var reserved = new ServerSocket(0)) {
            free = reserved.getLocalPort();
        }
        var settings = new ControlSettings(URI.create("http://127.0.0.1:" + free), KEY, Optional.empty(), LONG);
        CallControl control = OpenAiCallControl.create(kit.system(), settings);
        for (int i = 0; i < 5; i++) {
            var answer = (Unavailable) of(control.accept("rtc_1", session(), "k"));
            assertThat(answer.mayHaveHappened()).as(answer.detail()).isFalse();
        }
    }

    @Test
    void a_name_that_does_not_exist_did_not_happen() {
        var settings = new ControlSettings(URI.create("http://nobody.invalid"), KEY, Optional.empty(), LONG);
        var answer = (Unavailable)
                of(OpenAiCallControl.create(kit.system(), settings).hangup("rtc_1"));
        assertThat(answer.mayHaveHappened()).as(answer.detail()).isFalse();
    }

    @Test
    void a_connection_cut_after_the_request_may_have_happened() {
        answering = HttpExchange::close;
        var answer = (Unavailable) of(control().accept("rtc_1", session(), "k"));
        assertThat(answer.mayHaveHappened()).as(answer.detail()).isTrue();
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_success_with_garbage_behind_it_is_done() {
        answers(200, "\u0000 not json ".repeat(10));
        assertThat(of(control().hangup("rtc_1"))).isEqualTo(new Done());
    }

    @Test
    void a_body_without_end_neither_fills_the_heap_nor_hides_the_status() {
        answering = exchange -> {
            exchange.sendResponseHeaders(400, 0);
            byte[] block = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 10_000; i++) exchange.getResponseBody().write(block);
        };
        assertThat(of(control().hangup("rtc_1")))
                .isEqualTo(new Refused(400, "HTTP 400: HTTP 400 without an explanation"));
    }

    @Test
    void a_body_that_breaks_off_does_not_hide_the_status() {
        answering = exchange -> {
            exchange.sendResponseHeaders(404, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        };
        assertThat(of(control(Duration.ofSeconds(2)).hangup("rtc_1"))).isInstanceOf(Gone.class);
    }

    @Test
    void neither_key_nor_target_is_shown_when_the_provider_repeats_them() {
        answers(401, vendorError("invalid_api_key", "Incorrect key " + KEY + " for tel:+14155550123"));
        String detail = ((Refused) of(control().refer("rtc_1", "tel:+14155550123"))).detail();
        assertThat(detail).contains("Incorrect key").doesNotContain(KEY).doesNotContain("4155550123");
        assertThat(new ControlSettings(URI.create("http://localhost"), KEY, Optional.empty(), LONG).toString())
                .doesNotContain(KEY);
    }

    @Test
    void settings_no_request_could_be_made_with_are_refused() {
        URI base = URI.create("http://localhost");
        assertThatThrownBy(() -> new ControlSettings(URI.create("ftp://x"), KEY, Optional.empty(), LONG))
                .hasMessageContaining("base URL");
        assertThatThrownBy(() -> new ControlSettings(base, "sk\r\nX: y", Optional.empty(), LONG))
                .hasMessageContaining("key")
                .hasMessageNotContaining("sk");
        assertThatThrownBy(() -> new ControlSettings(base, KEY, Optional.empty(), Duration.ZERO))
                .hasMessageContaining("timeout");
    }

    @Test
    void five_hundred_slow_requests_share_sixty_four_connections_and_all_are_done() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(64);
        answering = exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            full.countDown();
            full.await();
            now.decrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        };
        CallControl control = control();
        List<CompletionStage<ControlAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) answers.add(control.hangup("rtc_" + i));
        for (var answer : answers) assertThat(of(answer)).isEqualTo(new Done());
        assertThat(most.get()).isEqualTo(64);
        assertThat(seen).hasSize(500);
    }

    @Test
    void more_than_can_wait_are_unavailable_at_once_and_did_not_happen() {
        answering = exchange -> {
            ends.await();
            exchange.sendResponseHeaders(200, -1);
        };
        CallControl control = control();
        List<CompletionStage<ControlAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 1300; i++) answers.add(control.hangup("rtc_" + i));
        List<ControlAnswer> atOnce = answers.stream()
                .map(CompletionStage::toCompletableFuture)
                .filter(answer -> answer.isDone())
                .map(CallControlTest::of)
                .toList();
        assertThat(atOnce).hasSizeBetween(1300 - 1024 - 64 - 1, 1300 - 1024);
        assertThat(atOnce).allSatisfy(answer -> {
            assertThat(answer).isInstanceOf(Unavailable.class);
            assertThat(((Unavailable) answer).mayHaveHappened()).isFalse();
        });
        ends.countDown();
        long done = answers.stream()
                .map(CallControlTest::of)
                .filter(Done.class::isInstance)
                .count();
        assertThat(done).isEqualTo(1300 - atOnce.size());
    }

    @Test
    void a_request_whose_time_ran_out_while_it_waited_is_never_sent() {
        // Bodies that trickle keep all connections busy for longer than the waiting request has.
        answering = exchange -> {
            if (ends.await(1000, MILLISECONDS)) return;
            exchange.sendResponseHeaders(200, 0);
            while (!ends.await(100, MILLISECONDS)) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
            }
        };
        CallControl control = control(Duration.ofSeconds(3));
        List<CompletionStage<ControlAnswer>> busy = new ArrayList<>();
        for (int i = 0; i < 64; i++) busy.add(control.hangup("rtc_" + i));
        assertThat(of(control.hangup("rtc_late")))
                .isEqualTo(new Unavailable("no free connection within 3000 ms", false, Duration.ZERO));
        for (var answer : busy) assertThat(of(answer)).isEqualTo(new Done());
        ends.countDown();
        answering = exchange -> exchange.sendResponseHeaders(200, -1);
        Awaitility.await().until(() -> of(control.hangup("rtc_after")) instanceof Done);
        assertThat(seen).extracting(Seen::path).noneMatch(path -> path.contains("rtc_late"));
    }
}
