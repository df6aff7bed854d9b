package dev.tandem.launcher.faults.malformed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Requests to the operator port that no client should send. */
final class MalformedApiRequests {
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW");
    private static final List<String> PATHS = List.of(
            "/api/v1/calls",
            "/api/v1/calls",
            "/api/v1/calls/ID",
            "/api/v1/calls/ID/events",
            "/api/v1/calls/ID/transcript",
            "/api/v1/calls/ID/hangup",
            "/api/v1/concurrency",
            "/api/v1/metrics/live",
            "/api/v1/nothing",
            "/openapi.json",
            "/metrics",
            "/health",
            "/",
            "//api//v1//calls",
            "/api/v1/calls/../../etc/passwd",
            "/API/V1/CALLS");
    private static final List<String> IDS = List.of(
            "rtc_unknown",
            "%00",
            "%ff%fe",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "..",
            "a%20b",
            "%F0%9F%98%80",
            "x".repeat(300),
            "'%20OR%201=1--",
            "%zz",
            "readiness-127.0.0.1",
            "-1",
            "null");
    private static final List<String> PARAMETERS =
            List.of("tenant", "status", "to", "from", "until", "limit", "cursor", "unknown", "");
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "201",
            "99999999999999999999",
            "1e9",
            "NaN",
            "abc",
            "%00",
            "%ff",
            "%",
            "finished",
            "FINISHED",
            "2026-13-45T99:99:99Z",
            "+999999999-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "0001-01-01T00:00:00Z",
            "'%3B%20DROP%20TABLE%20calls",
            "eyJhIjoxfQ",
            "AAAAAAAAAAAAAAAA",
            "==",
            "x".repeat(2_000));
    private static final List<String> BODIES = List.of("", "{", "{}", "null", "[]", "\u0000", "x".repeat(70_000));

    private final Random random;
    private final String token;

    MalformedApiRequests(Random random, String token) {
        this.random = random;
        this.token = token;
    }

    byte[] next() {
        String path = pick(PATHS).replace("ID", random.nextInt(4) == 0 ? noise() : pick(IDS));
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(pick(PARAMETERS))
                    .append('=')
                    .append(pick(VALUES));
        }
        byte[] body = pick(BODIES).getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(pick(METHODS) + " " + path + query + " HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1\r\nConnection: close\r\n");
        head.append("Authorization: ").append(authorization()).append("\r\n");
        switch (random.nextInt(5)) {
            case 0 ->
                head.append("Content-Type: ")
                        .append(pick(List.of("text/plain", "application/", ";", "a/b/c")))
                        .append("\r\n");
            case 1 ->
                head.append("Accept: ")
                        .append(pick(List.of("image/png", "*", ";q=9", noise())))
                        .append("\r\n");
            case 2 ->
                head.append("Idempotency-Key: ")
                        .append(pick(List.of("", " ", "k".repeat(3_000), noise())))
                        .append("\r\n");
            case 3 -> head.append("Last-Event-ID: ").append(noise()).append("\r\n");
            default -> {
                // As clients send it.
            }
        }
        int length = random.nextInt(12) == 0 ? Math.max(0, body.length - 1) : body.length;
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        return RawHttp.bytes(head.toString(), body);
    }

    private String authorization() {
        return switch (random.nextInt(8)) {
            case 0 -> "Bearer";
            case 1 -> "Bearer " + noise();
            case 2 -> "Basic " + noise();
            case 3 -> noise();
            default -> "Bearer " + token;
        };
    }

    private String noise() {
        StringBuilder noise = new StringBuilder();
        for (int i = 1 + random.nextInt(40); i > 0; i--) {
            noise.append("abcXYZ019-._~!$&'()*+,;=:@%".charAt(random.nextInt(27)));
        }
        return noise.toString();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
