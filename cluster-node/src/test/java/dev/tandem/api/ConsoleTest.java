package dev.tandem.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.metrics.Activity;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.metrics.LiveProgress;
import dev.tandem.persistence.read.Troubles;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.call.Personal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the console needs of the operator port: its files, a session, and answers that only it asks for. */
class ConsoleTest {

    private final OperatorPort port = new OperatorPort();

    @AfterEach
    void close() {
        port.close();
    }

    private HttpResponse<String> open(HttpRequest.Builder request) {
        return port.bound().send(request);
    }

    private HttpRequest.Builder request(String path) {
        return port.bound().request(path);
    }

    private String session() {
        HttpResponse<String> answer = open(
                request("/api/v1/sign-in").POST(BodyPublishers.ofString("{\"token\":\"" + OperatorPort.TOKEN + "\"}")));
        assertThat(answer.statusCode()).isEqualTo(200);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure", OperatorPort.TOKEN);
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Test
    void its_files_need_no_token_and_come_with_headers_that_keep_others_out() {
        HttpResponse<String> page = open(request("/console/"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.body()).doesNotContain("<script>").contains("app.js");
        assertThat(open(request("/console")).headers().firstValue("Location")).hasValue("/console/");
    }

    @Test
    void a_file_is_sent_once_and_then_only_asked_after() {
        HttpResponse<String> first = open(request("/console/app.js"));
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");

        HttpResponse<String> again = open(request("/console/app.js").header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(open(request("/console/vendor/preact-11.2.0/preact.mjs"))
                        .headers()
                        .firstValue("Cache-Control")
                        .orElse(""))
                .contains("immutable");
        assertThat(open(request("/console/app.js").header("Accept-Encoding", "gzip"))
                        .headers()
                        .firstValue("Content-Encoding"))
                .hasValue("gzip");
    }

    @Test
    void what_is_no_file_of_the_console_is_nothing_to_strangers() {
        for (String path :
                new String[] {"/console/none.js", "/console/../none", "/console/%2e%2e/%2e%2e/pom.xml", "/consoles"}) {
            assertThat(open(request(path)).statusCode()).as(path).isIn(401, 404);
        }
    }

    @Test
    void a_wrong_token_opens_no_session() {
        HttpResponse<String> wrong =
                open(request("/api/v1/sign-in").POST(BodyPublishers.ofString("{\"token\":\"guess\"}")));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("wrong_token");
        Contract.permits("/api/v1/sign-in", "post", 401, "application/problem+json", wrong.body());
        HttpResponse<String> odd = open(request("/api/v1/sign-in").POST(BodyPublishers.ofString("token")));
        Contract.permits("/api/v1/sign-in", "post", 400, "application/problem+json", odd.body());
    }

    @Test
    void a_session_reads_without_the_token_and_ends_with_a_new_cookie() {
        String session = session();

        assertThat(open(request("/api/v1/nodes")).statusCode()).isEqualTo(401);
        assertThat(open(request("/api/v1/session")).body()).contains("\"signed_in\":false");
        assertThat(open(request("/api/v1/session").header("Cookie", session)).body())
                .contains("\"signed_in\":true");
        assertThat(open(request("/api/v1/nodes").header("Cookie", session)).statusCode())
                .isEqualTo(200);
        assertThat(open(request("/api/v1/sign-out").POST(BodyPublishers.noBody()))
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElse(""))
                .startsWith("tandem_session=;")
                .contains("Max-Age=0");
    }

    @Test
    void over_tls_the_cookie_stays_there() {
        HttpResponse<String> answer = open(request("/api/v1/sign-in")
                .header("X-Forwarded-Proto", "https")
                .POST(BodyPublishers.ofString("{\"token\":\"" + OperatorPort.TOKEN + "\"}")));

        assertThat(answer.headers().firstValue("Set-Cookie").orElse("")).endsWith("; Secure");
    }

    @Test
    void with_a_session_only_the_consoles_own_page_hangs_up() {
        String session = session();
        String path = "/api/v1/calls/" + OperatorPort.CALL + "/hangup";
        String self = "http://127.0.0.1:" + port.bound().port();

        for (String[] headers : new String[][] {
            {},
            {"X-Tandem-Console", "1", "Origin", "http://127.0.0.1:1"},
            {"X-Tandem-Console", "1", "Sec-Fetch-Site", "same-site"},
            {"X-Tandem-Console", "1", "Sec-Fetch-Site", "cross-site"},
            {"Origin", self}
        }) {
            HttpResponse<String> refused = hangUp(path, session, headers);
            assertThat(refused.statusCode()).as(String.join(" ", headers)).isEqualTo(403);
            Contract.permits("/api/v1/calls/{id}/hangup", "post", 403, "application/problem+json", refused.body());
        }
        assertThat(port.hungUp).isEmpty();
        assertThat(hangUp(path, session, "X-Tandem-Console", "1", "Origin", self, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(202);
    }

    private HttpResponse<String> hangUp(String path, String session, String... headers) {
        HttpRequest.Builder request = request(path).header("Cookie", session).POST(BodyPublishers.noBody());
        return open(headers.length == 0 ? request : request.headers(headers));
    }

    @Test
    void a_number_is_shown_whole_only_where_it_is_asked_for() {
        HttpResponse<String> shown = port.post("/api/v1/calls/" + OperatorPort.CALL + "/reveal");

        assertThat(shown.body()).isEqualTo("{\"call_id\":\"" + OperatorPort.CALL + "\",\"from\":\"+14155550123\"}");
        assertThat(port.post("/api/v1/calls/rtc_none/reveal").statusCode()).isEqualTo(404);
    }

    @Test
    void settings_show_references_to_secrets_and_nothing_that_might_be_one() {
        String tenants = port.get("/api/v1/tenants").body();

        assertThat(tenants).contains("${env:KEY}", "lookup_order", "billing").doesNotContain("s3cr3t");
    }

    @Test
    void what_needs_attention_is_told_urgent_things_first() throws Exception {
        port.troubles = List.of(new Troubles.Trouble("rtc_2", null, Instant.now(), "upstream said 500"));
        port.concurrency = () -> CompletableFuture.completedStage(new Concurrency.Snapshot(
                new Concurrency.Slots(40, 50), List.of(new Concurrency.TenantSlots("northwind", 9, 10))));
        port.feed.publish(call("rtc_away", new LiveProgress("Ava", null, 1, Instant.EPOCH, 0, null, -1, null)));
        port.feed.publish(call("rtc_nobody", new LiveProgress("Ava", null, 1, null, 0, null, -1, Instant.EPOCH)));
        port.feed.publish(call("rtc_well", new LiveProgress("Ava", null, 1, null, 0, null, -1, null)));

        var items =
                ApiJson.MAPPER.readTree(port.get("/api/v1/attention").body()).path("items");

        assertThat(items.findValuesAsText("kind"))
                .containsExactlyInAnyOrder(
                        "call_unattended",
                        "near_tenant_limit",
                        "call_reattaching",
                        "near_global_limit",
                        "summary_failed");
        assertThat(items.findValuesAsText("severity")).isSorted();
        Contract.fits("Attention", port.get("/api/v1/attention").body());
    }

    @Test
    void a_silent_admission_and_a_silent_storage_need_attention_rather_than_patience() throws Exception {
        Attention attention = new Attention(
                () -> CompletableFuture.completedStage(port.nodes),
                CompletableFuture::new,
                port.feed,
                new LiveNumbers() {
                    @Override
                    public CompletionStage<Now> now() {
                        return new CompletableFuture<>();
                    }

                    @Override
                    public CompletionStage<List<Activity.Minute>> lastHour() {
                        return CompletableFuture.completedStage(List.of());
                    }
                },
                () -> CompletableFuture.failedStage(new IllegalStateException("no host")));

        assertThat(attention
                        .now()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS)
                        .items())
                .extracting(Attention.Item::kind)
                .containsExactlyInAnyOrder("admission_silent", "storage_silent");
    }

    @Test
    void sums_go_over_all_pages_and_are_those_of_the_list() throws Exception {
        var sums = ApiJson.MAPPER.readTree(port.get("/api/v1/analytics").body());

        assertThat(sums.path("calls").asInt()).isEqualTo(2);
        assertThat(sums.path("finished").asInt()).isEqualTo(2);
        assertThat(sums.path("average_duration_ms").asLong()).isEqualTo(OperatorPort.VIEW.durationMs());
        assertThat(sums.path("complete").asBoolean()).isTrue();
        assertThat(ApiJson.MAPPER
                        .readTree(port.get("/api/v1/analytics?agent=Nobody").body())
                        .path("calls")
                        .asInt())
                .isZero();
        assertThat(port.get("/api/v1/analytics?from=2026-07-02T00:00:00Z&until=2026-07-01T00:00:00Z")
                        .statusCode())
                .isEqualTo(400);
    }

    private static LiveEvent.CallChanged call(String id, LiveProgress progress) {
        Instant at = Instant.now();
        return new LiveEvent.CallChanged(
                id,
                "northwind",
                LiveEvent.Status.RUNNING,
                Personal.of("+14155550123"),
                "+18005550100",
                null,
                "n1",
                at,
                at,
                progress);
    }
}
