package dev.tandem.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.http.Bound;
import dev.tandem.http.Histogram;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a caller of the API does wrong is answered 2xx or 4xx, as the description says, with a problem and no stack trace. */
class MalformedRequestsTest {

    private static final long SEED = Long.getLong("seed", 20_260_701L);
    private static final int INPUTS = 1_000;
    private static final List<String> METHODS = List.of(
            "GET", "GET", "GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE");
    private static final List<String> PATHS = List.of(
            "/api/v1/calls",
            "/api/v1/calls/" + OperatorPort.CALL,
            "/api/v1/calls/rtc_none",
            "/api/v1/calls/live/x",
            "/api/v1/calls//events",
            "/api/v1/calls/" + OperatorPort.CALL + "/hangup",
            "/api/v1/calls/" + OperatorPort.CALL + "/events",
            "/api/v1/calls/%00/transcript",
            "/api/v1/calls/%2e%2e%2fhealth",
            "/api/v1/calls/..",
            "/api/v1/calls/%F0%9F%98%80/hangup",
            "/api/v1/metrics/live",
            "/api/v1/concurrency",
            "/health",
            "/ready",
            "/metrics",
            "/openapi.json",
            "/",
            "/api",
            "/api/v2/calls",
            "/etc/passwd",
            "//health",
            "/api/v1/calls/%zz",
            "/api/v1/calls/" + "x".repeat(500),
            "*");
    private static final List<String> PARAMETERS = List.of(
            "tenant", "status", "to", "from", "until", "limit", "cursor", "offset", "", "limit[]", "%00", "tenant%3d");
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "1",
            "200",
            "201",
            "-1",
            "1e3",
            "0x10",
            "99999999999999999999",
            "%00",
            "%ff",
            "%",
            "%zz",
            "+",
            "%2B18005550100",
            "'--",
            "%3Cscript%3E",
            "null",
            "finished",
            "2026-07-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "+999999999-01-01T00:00:00Z",
            "page2",
            "..%2f",
            "%F0%9F%98%80",
            "x".repeat(1_500),
            "a=b",
            "?",
            "[1]");
    private static final List<String> HEADERS = List.of(
            "Idempotency-Key: ",
            "Idempotency-Key: a b",
            "Idempotency-Key: " + "k".repeat(300),
            "Idempotency-Key: k1",
            "Content-Type: nonsense",
            "Content-Type: application/json",
            "Accept: ;;;",
            "Accept: image/png",
            "X-Request-Id: \u00ff",
            "X-Request-Id: " + "r".repeat(100),
            "Last-Event-ID: x",
            "Cookie: =;=",
            "Range: bytes=5-1",
            "If-Match: \"",
            "Expect: nothing",
            "Origin: null",
            "X-Forwarded-For: ,",
            "Accept-Encoding: \u0001");
    private static final List<String> TOKENS = List.of(
            "Authorization: Bearer " + OperatorPort.TOKEN,
            "Authorization: Bearer " + OperatorPort.TOKEN,
            "Authorization: Bearer " + OperatorPort.TOKEN,
            "Authorization: Bearer wrong",
            "Authorization: Basic " + OperatorPort.TOKEN,
            "Authorization:",
            "X-None: 1");

    @Test
    void every_malformed_request_is_answered_as_described() {
        Random random = new Random(SEED);
        Histogram histogram = new Histogram();
        try (OperatorPort port = new OperatorPort()) {
            for (int i = 0; i < INPUTS; i++) {
                String method = pick(random, METHODS);
                String path = pick(random, PATHS);
                Bound.RawAnswer answer =
                        port.bound().raw(request(random, method, path).getBytes(StandardCharsets.ISO_8859_1));

                judge(method, path, answer, "input " + i + ": " + method + " " + path);
                histogram.count(answer.status());
            }
        }
        System.out.println("api, seed " + SEED + ": " + histogram);
        assertThat(histogram.total()).isEqualTo(INPUTS);
        assertThat(histogram.counts()).containsKeys(200, 400, 401, 404, 405);
    }

    private static void judge(String method, String path, Bound.RawAnswer answer, String what) {
        assertThat(answer.status()).as(what).isBetween(200, 499);
        assertThat(answer.head()).as(what).containsIgnoringCase("X-Request-Id");
        assertThat(answer.body()).as(what).doesNotContain("Exception", "at dev.", "at org.", OperatorPort.TOKEN);
        if (method.equals("HEAD")) {
            return;
        }
        if (answer.status() >= 400) {
            assertThat(answer.header("Content-Type")).as(what).startsWith("application/problem+json");
            Contract.fits("Problem", answer.body());
        }
        Optional<String> template = Contract.template(path);
        boolean described = template.isPresent()
                && Contract.DOCUMENT.path("paths").path(template.get()).has(method.toLowerCase(java.util.Locale.ROOT));
        boolean parsed = answer.status() < 400 || !answer.body().contains("malformed_request");
        if (described && parsed) {
            Contract.permits(template.get(), method, answer.status(), answer.header("Content-Type"), answer.body());
        } else {
            assertThat(answer.status()).as(what).isIn(400, 401, 404, 405, 414, 417, 422);
        }
    }

    private static String request(Random random, String method, String path) {
        StringBuilder request = new StringBuilder(method).append(' ').append(path);
        for (int i = 0, parameters = random.nextInt(4); i < parameters; i++) {
            request.append(i == 0 ? '?' : '&').append(pick(random, PARAMETERS));
            if (random.nextInt(8) > 0) {
                request.append('=').append(pick(random, VALUES));
            }
        }
        request.append(" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n")
                .append(pick(random, TOKENS))
                .append("\r\n");
        for (int headers = random.nextInt(3); headers > 0; headers--) {
            request.append(pick(random, HEADERS)).append("\r\n");
        }
        String body = random.nextInt(3) == 0 ? pick(random, VALUES) : "";
        return request.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
