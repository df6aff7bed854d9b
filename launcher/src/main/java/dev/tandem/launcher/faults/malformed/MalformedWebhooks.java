package dev.tandem.launcher.faults.malformed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Deliveries that no vendor sends, half of them signed by one who has the secret. */
final class MalformedWebhooks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PATHS = List.of("/openai/webhook", "/webhook", "/api/v1/webhook");
    /** In place of a value: every other type, and sizes and characters at the edge. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "99999999999999999999",
            "0.5",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(5_000) + "\"",
            "\"../../etc/passwd\"",
            "\"'; DROP TABLE calls; --\"",
            "[]",
            "{}",
            "[[[[[[]]]]]]",
            "{\"a\":{\"b\":[null]}}");

    private static final List<String> SIP_VALUES = List.of(
            "",
            "<sip:>",
            "<sip:@>",
            "sip:+18005550100",
            "<tel:>",
            "\"Name <sip:x@y>\" <sip:+1@h;user=phone",
            "<sip:%00%ff@host>",
            "<sip:+18005550100@host>\r\nInjected: yes",
            "<sips:+18005550100@[::1]:99999;transport=udp?h=v>",
            "\u202e\ud83d\ude00",
            "<sip:" + "9".repeat(3_000) + "@h>");

    private final Random random;
    private final byte[] rightBody;
    private final String secret;

    /**
     * With the secret that webhooks are signed by.
     *
     * @param rightBody of a call that nobody offers
     */
    MalformedWebhooks(Random random, String rightBody, String secret) {
        this.random = random;
        this.rightBody = rightBody.getBytes(StandardCharsets.UTF_8);
        this.secret = secret;
    }

    /** A rightly signed one; the first are the right body cut at every byte. */
    byte[] signed(int number) throws IOException {
        byte[] body = number < rightBody.length ? Arrays.copyOf(rightBody, number) : mutated();
        return request(
                "POST",
                pick(PATHS),
                SignedHeaders.of(secret, "wh_malformed_" + number, body).headers(),
                body);
    }

    /** One that is signed wrongly or not at all, or that is no delivery by its method, path or headers. */
    byte[] unsigned(int number) throws IOException {
        byte[] body = random.nextBoolean() ? rightBody : mutated();
        SignedHeaders right = SignedHeaders.of(secret, "wh_unsigned_" + number, body);
        String signature = right.headers().get(SignedHeaders.SIGNATURE);
        long now = Instant.now().getEpochSecond();
        SignedHeaders wrong = switch (random.nextInt(8)) {
            case 0 -> right.without(SignedHeaders.ID);
            case 1 -> right.without(SignedHeaders.TIMESTAMP);
            case 2 -> right.without(SignedHeaders.SIGNATURE);
            case 3 -> SignedHeaders.with("wh_other", now, signature);
            case 4 -> SignedHeaders.with("wh_x", now - 1_000, signature);
            case 5 -> SignedHeaders.with("wh_x", now, "v1," + noise(random.nextInt(4_000)));
            case 6 -> SignedHeaders.with(noise(1 + random.nextInt(600)), now, signature);
            default -> SignedHeaders.with("wh_x", random.nextLong(), noise(20));
        };
        String method = random.nextInt(6) == 0 ? pick(List.of("GET", "PUT", "DELETE", "OPTIONS", "BREW")) : "POST";
        String path =
                random.nextInt(6) == 0 ? pick(List.of("/", "/openai", "/openai/webhook/", "//", "/%00")) : pick(PATHS);
        return request(method, path, wrong.headers(), body);
    }

    private byte[] mutated() throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(rightBody);
        ObjectNode data = (ObjectNode) event.path("data");
        // Where nothing else is wrong this is a call, of a caller whom the simulator does not know.
        data.put("call_id", "rtc_malformed_" + random.nextInt(1_000));
        switch (random.nextInt(6)) {
            case 0 -> event.remove(pick(List.of("object", "id", "type", "created_at", "data")));
            case 1 -> data.remove(pick(List.of("call_id", "sip_headers")));
            case 2 -> event.set(pick(List.of("object", "id", "type", "created_at", "data", "extra")), value());
            case 3 -> data.set(pick(List.of("call_id", "sip_headers", "extra")), value());
            case 4 -> mutateHeader((ArrayNode) data.path("sip_headers"));
            default -> {
                byte[] bytes = rightBody.clone();
                for (int i = 1 + random.nextInt(5); i > 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                return bytes;
            }
        }
        return JSON.writeValueAsBytes(event);
    }

    private void mutateHeader(ArrayNode headers) throws IOException {
        ObjectNode header = (ObjectNode) headers.get(random.nextInt(headers.size()));
        switch (random.nextInt(5)) {
            case 0 -> header.remove(pick(List.of("name", "value")));
            case 1 -> header.set(pick(List.of("name", "value")), value());
            case 2 -> header.put("value", pick(SIP_VALUES));
            case 3 -> headers.add(value());
            default -> {
                for (int i = 0; i < 300; i++) {
                    headers.addObject().put("name", "X-" + i).put("value", pick(SIP_VALUES));
                }
            }
        }
    }

    private JsonNode value() throws IOException {
        return JSON.readTree(pick(VALUES));
    }

    private String noise(int length) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append((char) ('!' + random.nextInt(94)));
        }
        return noise.toString();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] request(String method, String path, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        return RawHttp.bytes(head.toString(), body);
    }
}
