package dev.tandem.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.http.Bound;
import dev.tandem.http.Histogram;
import dev.tandem.protocol.api.ApiJson;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever a sender does wrong, with the right signature or without, is answered 2xx or 4xx, and as promised. */
class MalformedWebhooksTest {

    private static final long SEED = Long.getLong("seed", 20_260_701L);
    private static final String CALL = Delivery.incoming("rtc_malformed");

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.tandem.ingress");

    private static PublicPort port;

    @BeforeAll
    static void bind() {
        LOGGER.setLevel(Level.ERROR);
        port = new PublicPort(new Ingress.Bounds(64, Duration.ofSeconds(30), Duration.ofMillis(900)));
    }

    @AfterAll
    static void close() {
        port.close();
        LOGGER.setLevel(null);
    }

    @Test
    void signed_bodies_are_200_or_when_no_envelope_400_and_nothing_else() throws Exception {
        Histogram histogram = new Histogram();
        List<byte[]> bodies = new ArrayList<>();
        byte[] whole = CALL.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            bodies.add(Arrays.copyOf(whole, length));
        }
        bodies.addAll(mistypedFields());
        bodies.addAll(oddHeaders());
        bodies.addAll(randomBytes(whole, 500));
        for (byte[] body : bodies) {
            HttpResponse<String> answer = port.deliver(Delivery.signed(body, Delivery.SECRET, Instant.now()));

            assertThat(answer.statusCode()).as(text(body)).isEqualTo(isEnvelope(body) ? 200 : 400);
            assertHarmless(answer.body());
            histogram.count(answer.statusCode());
        }
        System.out.println("webhook, validly signed, seed " + SEED + ": " + histogram);
        assertThat(histogram.total()).isGreaterThan(1_000);
        assertThat(histogram.counts()).containsOnlyKeys(200, 400);
        port.offered.forEach(offer -> {
            assertThat(offer.callId()).matches("[A-Za-z0-9_-]{1,128}");
            assertThat(offer.to().length()).isLessThanOrEqualTo(256);
            assertThat(offer.from().text().length()).isLessThanOrEqualTo(256);
        });
    }

    @Test
    void unsigned_and_unspeakable_requests_are_4xx() {
        Histogram histogram = new Histogram();
        Random random = new Random(SEED);
        byte[] whole = CALL.getBytes(StandardCharsets.UTF_8);
        Delivery good = Delivery.signed(CALL);
        for (int i = 0; i < 400; i++) {
            Delivery bad = switch (i % 5) {
                case 0 -> new Delivery(Arrays.copyOf(whole, random.nextInt(whole.length)), good.headers());
                case 1 -> good.with("webhook-timestamp", visible(random, 1 + random.nextInt(20)));
                case 2 -> good.with("webhook-signature", "v1," + visible(random, random.nextInt(3_000)));
                case 3 -> good.with("webhook-id", visible(random, 1 + random.nextInt(400)));
                default -> good.without(List.copyOf(good.headers().keySet()).get(random.nextInt(3)));
            };
            HttpResponse<String> answer = port.deliver(bad);

            assertThat(answer.statusCode()).as(bad.headers().toString()).isEqualTo(401);
            assertHarmless(answer.body());
            histogram.count(answer.statusCode());
        }
        for (int i = 0; i < 150; i++) {
            Bound.RawAnswer answer = port.bound().raw(mangled(random).getBytes(StandardCharsets.ISO_8859_1));

            assertThat(answer.status()).isBetween(400, 499);
            assertHarmless(answer.body());
            histogram.count(answer.status());
        }
        System.out.println("webhook, not validly signed, seed " + SEED + ": " + histogram);
        assertThat(port.offered).noneMatch(offer -> offer.callId().equals("rtc_never"));
    }

    /** Every field of the event absent, null, and of every other type, at every depth. */
    private static List<byte[]> mistypedFields() throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        JsonNodeFactory json = JsonNodeFactory.instance;
        List<JsonNode> others = List.of(
                json.nullNode(),
                json.booleanNode(true),
                json.numberNode(-1),
                json.numberNode(1e300),
                json.numberNode(new java.math.BigInteger("9".repeat(40))),
                json.textNode(""),
                json.textNode("x".repeat(5_000)),
                json.textNode("\u0000\ud800|/../"),
                json.arrayNode().add(json.arrayNode()),
                json.objectNode().put("a", 1));
        for (String pointer : List.of(
                "/id",
                "/object",
                "/type",
                "/created_at",
                "/data",
                "/data/call_id",
                "/data/sip_headers",
                "/data/sip_headers/0/name",
                "/data/sip_headers/0/value",
                "/data/sip_headers/1/value")) {
            int slash = pointer.lastIndexOf('/');
            ObjectNode absent = (ObjectNode) ApiJson.MAPPER.readTree(CALL);
            ((ObjectNode) absent.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));
            bodies.add(absent.toString().getBytes(StandardCharsets.UTF_8));
            for (JsonNode other : others) {
                ObjectNode event = (ObjectNode) ApiJson.MAPPER.readTree(CALL);
                ((ObjectNode) event.at(pointer.substring(0, slash))).set(pointer.substring(slash + 1), other);
                bodies.add(event.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        bodies.add(("{\"type\":\"a\",\"data\":" + "[".repeat(50_000)).getBytes(StandardCharsets.UTF_8));
        bodies.add((CALL + CALL).getBytes(StandardCharsets.UTF_8));
        bodies.add(CALL.getBytes(StandardCharsets.UTF_16));
        return bodies;
    }

    private static List<byte[]> oddHeaders() throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (String value : List.of(
                "",
                " ",
                "<",
                "<>",
                "<sip:",
                "sip:@",
                "<sip:+1800@>",
                "tel:",
                "tel:+",
                "\"<\" <sip:1@x>",
                "\"unclosed <sip:+18005550100@x>",
                "sip:%00%ff@x",
                "sip:%2B18005550100@x",
                "+18005550100",
                "<sips:+1 (800) 555-0100:pw@x;a=b?c=d>;tag=",
                "sip:ünï@x",
                "\r\nTo: <sip:+1@x>",
                "<sip:" + "9".repeat(9_000) + "@x>",
                "tel:+1;phone-context=" + "x".repeat(2_000),
                "\ud83d\ude00")) {
            for (String name : List.of("To", "to", "From", "T", "TO ", "", "Contact")) {
                ObjectNode event = (ObjectNode) ApiJson.MAPPER.readTree(CALL);
                ArrayNode headers = ((ObjectNode) event.get("data")).putArray("sip_headers");
                headers.addObject().put("name", name).put("value", value);
                bodies.add(event.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        ObjectNode many = (ObjectNode) ApiJson.MAPPER.readTree(CALL);
        ArrayNode headers = ((ObjectNode) many.get("data")).putArray("sip_headers");
        for (int i = 0; i < 2_000; i++) {
            headers.addObject().put("name", "X-" + i).put("value", "v".repeat(50));
        }
        bodies.add(many.toString().getBytes(StandardCharsets.UTF_8));
        return bodies;
    }

    private static List<byte[]> randomBytes(byte[] whole, int count) {
        Random random = new Random(SEED);
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] body = whole.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            bodies.add(body);
        }
        return bodies;
    }

    private static String mangled(Random random) {
        String host = "Host: x\r\nConnection: close\r\n";
        return switch (random.nextInt(8)) {
            case 0 ->
                "POST /openai/webhook HTTP/1.1\r\n" + host + "Content-Length: -" + random.nextInt(99) + "\r\n\r\n";
            case 1 ->
                "POST /openai/webhook HTTP/1.1\r\n" + host + "Content-Length: 0\r\nwebhook-id: "
                        + (char) random.nextInt(32) + "\r\n\r\n";
            case 2 -> "GET /webhook?" + visible(random, 50) + " HTTP/1.1\r\n" + host + "\r\n";
            case 3 ->
                "POST /webhook/" + visible(random, 50).replaceAll("[^a-z]", "") + "/x HTTP/1.1\r\n" + host
                        + "Content-Length: 0\r\n\r\n";
            case 4 -> "POST /" + "x".repeat(4_000) + " HTTP/1.1\r\n" + host + "\r\n";
            case 5 -> "PATCH /api/v1/webhook HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n";
            case 6 -> "POST /webhook HTTP/1.1\r\n" + host + "X: " + "y".repeat(10_000) + "\r\n\r\n";
            default -> "POST /webhook HTTP/1.1\r\n" + host + "Content-Length: 0\r\nwebhook-signature: v1,\r\n\r\n";
        };
    }

    private static String visible(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (0x21 + random.nextInt(0x5e)));
        }
        return text.toString();
    }

    /** The judge of its own: any JSON object with a text for a type, read by a parser that is not the product's. */
    private static boolean isEnvelope(byte[] body) {
        try {
            JsonNode event = com.fasterxml.jackson.databind.json.JsonMapper.builder()
                    .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readTree(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(java.nio.ByteBuffer.wrap(body))
                            .toString());
            return event != null
                    && event.isObject()
                    && event.path("type").isTextual()
                    && !event.get("type").asText().isBlank();
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static void assertHarmless(String body) {
        assertThat(body).doesNotContain("Exception", "at dev.", "at org.", "4155550123");
    }

    private static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() > 500 ? text.substring(0, 500) : text;
    }
}
