package dev.tandem.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.persistence.read.Calls;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.api.CallFilter;
import dev.tandem.protocol.api.CallPage;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Termination;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorApiTest {

    private final OperatorPort port = new OperatorPort();

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void a_list_is_asked_for_with_all_its_filters() throws Exception {
        JsonNode page = json(port.get("/api/v1/calls?tenant=northwind&status=finished&to=%2B18005550100"
                + "&from=2026-07-01T00:00:00Z&until=2026-07-02T02:00:00%2B02:00&limit=7&cursor=page2"));

        assertThat(page.at("/calls/0/id").asText()).isEqualTo(OperatorPort.CALL);
        assertThat(port.lists)
                .containsExactly(new CallQuery(
                        new CallFilter(
                                "northwind",
                                "finished",
                                "+18005550100",
                                Instant.parse("2026-07-01T00:00:00Z"),
                                Instant.parse("2026-07-02T00:00:00Z")),
                        "page2",
                        7));
    }

    @Test
    void a_list_without_filters_has_fifty_calls_and_tells_where_it_goes_on() throws Exception {
        JsonNode page = json(port.get("/api/v1/calls"));

        assertThat(page.get("next_cursor").asText()).isEqualTo("page2");
        assertThat(port.lists.get(0)).isEqualTo(new CallQuery(new CallFilter(null, null, null, null, null), null, 50));
    }

    @Test
    void a_plus_left_unencoded_is_still_a_plus() {
        port.get("/api/v1/calls?to=+18005550100&from=2026-07-01T02:00:00+02:00");

        assertThat(port.lists.get(0).filter().to()).isEqualTo("+18005550100");
        assertThat(port.lists.get(0).filter().from()).isEqualTo(Instant.parse("2026-07-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, invalid_limit",
        "limit=201, invalid_limit",
        "limit=99999999999999999999, invalid_limit",
        "limit=ten, invalid_limit",
        "limit=, invalid_limit",
        "limit, invalid_limit",
        "status=ended, invalid_status",
        "from=yesterday, invalid_from",
        "from=2026-07-01, invalid_from",
        "from=-999999999-01-01T00:00:00Z, invalid_from",
        "until=2026-13-01T00:00:00Z, invalid_until",
        "from=2026-07-02T00:00:00Z&until=2026-07-01T00:00:00Z, invalid_range",
        "cursor=forged, invalid_cursor",
        "tenant=%00, invalid_tenant",
        "tennant=northwind, unknown_parameter",
        "limit=1&limit=2, repeated_parameter",
        "to=%zz, malformed_request",
        "tenant=%ff%fe, ''"
    })
    void a_wrong_parameter_is_400_naming_it(String query, String code) throws Exception {
        String request = "GET /api/v1/calls?" + query + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + OperatorPort.TOKEN + "\r\nConnection: close\r\n\r\n";
        var answer = port.bound().raw(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        if (!code.isEmpty()) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(ApiJson.MAPPER.readTree(answer.body()).get("code").asText())
                    .isEqualTo(code);
            assertThat(answer.body()).doesNotContain("forged", "ten\"", "Exception");
        }
        assertThat(answer.status()).isLessThan(500);
    }

    @Test
    void a_call_is_shown_with_everything_and_an_unknown_one_is_404() throws Exception {
        assertThat(ApiJson.MAPPER.treeToValue(json(port.get("/api/v1/calls/" + OperatorPort.CALL)), CallView.class))
                .isEqualTo(OperatorPort.VIEW);
        for (String path :
                List.of("/rtc_none", "/rtc_none/events", "/rtc_none/transcript", "/%20", "/" + "x".repeat(300))) {
            assertProblem(port.get("/api/v1/calls" + path), 404, "call_not_found");
        }
    }

    @Test
    void the_transcript_of_a_call_without_words_is_empty() throws Exception {
        port.calls = only(new CallView(
                "rtc_new", null, null, "inbound", null, null, "new", null, null, null, null, null, null, 0, null, null,
                null, null, null, null, null, null, null));

        assertThat(json(port.get("/api/v1/calls/rtc_new/transcript")).toString())
                .isEqualTo("{\"call_id\":\"rtc_new\",\"transcript\":[]}");
    }

    @Test
    void a_hang_up_is_requested_refused_when_over_and_404_when_unknown() throws Exception {
        HttpResponse<String> requested = port.post("/api/v1/calls/" + OperatorPort.CALL + "/hangup");
        assertThat(requested.statusCode()).isEqualTo(202);
        assertThat(requested.body()).isEqualTo("{\"call_id\":\"" + OperatorPort.CALL + "\",\"status\":\"stopping\"}");
        assertProblem(port.post("/api/v1/calls/rtc_none/hangup"), 404, "call_not_found");

        port.hangups = id -> CompletableFuture.completedStage(new Hangups.Answer.AlreadyEnded());
        assertProblem(port.post("/api/v1/calls/" + OperatorPort.CALL + "/hangup"), 409, "call_already_ended");
    }

    @Test
    void a_repeat_with_the_same_key_gets_the_first_answer_and_hangs_up_once() throws Exception {
        assertThat(hangUp(OperatorPort.CALL, "k1").statusCode()).isEqualTo(202);
        port.hangups = id -> CompletableFuture.completedStage(new Hangups.Answer.AlreadyEnded());

        assertThat(hangUp(OperatorPort.CALL, "k1").statusCode()).isEqualTo(202);
        assertThat(port.hungUp).hasSize(1);
        assertProblem(hangUp("rtc_other", "k1"), 422, "idempotency_key_reused");
        assertProblem(hangUp(OperatorPort.CALL, "a key"), 400, "invalid_idempotency_key");
        assertProblem(hangUp(OperatorPort.CALL, "k".repeat(256)), 400, "invalid_idempotency_key");
    }

    @Test
    void a_key_whose_first_try_failed_is_free_again() throws Exception {
        Hangups working = port.hangups;
        port.hangups = id -> CompletableFuture.failedStage(new IllegalStateException("shard moving"));
        assertProblem(hangUp(OperatorPort.CALL, "k1"), 503, "unavailable");
        port.hangups = working;

        assertThat(hangUp(OperatorPort.CALL, "k1").statusCode()).isEqualTo(202);
    }

    @Test
    void whoever_does_not_answer_in_time_makes_it_503_and_never_hangs() throws Exception {
        port.calls = silent();
        port.hangups = id -> new CompletableFuture<>();
        port.concurrency = CompletableFuture::new;
        for (String path : List.of("", "/" + OperatorPort.CALL, "/" + OperatorPort.CALL + "/events")) {
            assertProblem(port.get("/api/v1/calls" + path), 503, "unavailable");
        }
        assertProblem(port.get("/api/v1/concurrency"), 503, "unavailable");
        assertProblem(port.post("/api/v1/calls/" + OperatorPort.CALL + "/hangup"), 503, "unavailable");
    }

    @Test
    void the_live_numbers_count_running_calls_and_decisions() throws Exception {
        Instant at = Instant.parse("2026-07-01T09:30:00Z");
        port.feed.publish(new LiveEvent.CallChanged(
                "rtc_1", "northwind", LiveEvent.Status.RUNNING, Personal.of("+1"), "+2", null, "n1", at, at));
        port.metrics.calls().admitted("northwind");
        port.metrics.calls().refused("northwind", Termination.GLOBAL_LIMIT);

        JsonNode live = json(port.get("/api/v1/metrics/live"));

        assertThat(live.get("active_calls").asInt()).isEqualTo(1);
        assertThat(live.at("/active_by_tenant/northwind").asInt()).isEqualTo(1);
        assertThat(live.get("total_accepted").asInt()).isEqualTo(1);
        assertThat(live.get("total_rejected").asInt()).isEqualTo(1);
        assertThat(Instant.parse(live.get("timestamp").asText())).isAfter(at);
    }

    @Test
    void readiness_tells_its_reasons() throws Exception {
        assertThat(port.bound().get("/ready").body()).isEqualTo("{\"status\":\"ready\",\"reasons\":[]}");

        port.unready = List.of("the journal has not answered yet");
        HttpResponse<String> answer = port.bound().get("/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).at("/reasons/0").asText()).isEqualTo("the journal has not answered yet");
    }

    @Test
    void health_and_measurements_are_open_to_anyone() {
        assertThat(port.bound().get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
        HttpResponse<String> metrics = port.bound().get("/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElse("")).contains("text/plain", "version=0.0.4");
        assertThat(metrics.body()).contains("jvm_memory_used_bytes", "voice_barge_in_total");
    }

    private HttpResponse<String> hangUp(String call, String key) {
        return port.bound()
                .send(port.request("/api/v1/calls/" + call + "/hangup")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString("{\"ignored\":true}")));
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return ApiJson.MAPPER.readTree(answer.body());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("code").asText()).isEqualTo(code);
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    private static Calls only(CallView view) {
        return new Calls() {
            @Override
            public CompletionStage<Optional<Personal>> caller(String callId) {
                return CompletableFuture.completedStage(Optional.empty());
            }

            @Override
            public CompletionStage<Optional<CallView>> call(String callId) {
                return CompletableFuture.completedStage(Optional.of(view));
            }

            @Override
            public CompletionStage<CallPage> list(CallFilter filter, String cursor, int limit) {
                return CompletableFuture.completedStage(new CallPage(List.of(view), null));
            }

            @Override
            public CompletionStage<List<CallView.EventView>> events(String callId) {
                return CompletableFuture.completedStage(List.of());
            }
        };
    }

    private static Calls silent() {
        return new Calls() {
            @Override
            public CompletionStage<Optional<Personal>> caller(String callId) {
                return CompletableFuture.completedStage(Optional.empty());
            }

            @Override
            public CompletionStage<Optional<CallView>> call(String callId) {
                return new CompletableFuture<>();
            }

            @Override
            public CompletionStage<CallPage> list(CallFilter filter, String cursor, int limit) {
                return new CompletableFuture<>();
            }

            @Override
            public CompletionStage<List<CallView.EventView>> events(String callId) {
                return new CompletableFuture<>();
            }
        };
    }
}
