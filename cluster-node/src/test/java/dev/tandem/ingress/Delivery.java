package dev.tandem.ingress;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook delivery as a sender makes it, signed by the rules as they are published and not by our code. */
record Delivery(byte[] body, Map<String, String> headers) {

    static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("a-secret-of-32-bytes-for-testing".getBytes());
    static final String OLD_SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("the-secret-before-the-rotation!!".getBytes());

    static Delivery signed(String body) {
        return signed(body.getBytes(StandardCharsets.UTF_8), SECRET, Instant.now());
    }

    static Delivery signed(byte[] body, String secret, Instant at) {
        String id = "evt_" + Integer.toHexString(java.util.Arrays.hashCode(body));
        String timestamp = Long.toString(at.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", "v1," + hmac(secret, id + "." + timestamp + ".", body));
        return new Delivery(body, headers);
    }

    static String incoming(String callId) {
        return """
                {"id":"evt_1","object":"event","type":"realtime.call.incoming","created_at":%d,"data":{"call_id":"%s",\
                "sip_headers":[{"name":"From","value":"\\"Ann\\" <sip:+14155550123@example.com>;tag=a1"},\
                {"name":"To","value":"<sip:+18005550100@sip.example.com;transport=tls>"},{"name":"Call-ID","value":"x1"}]}}""".formatted(Instant.now().getEpochSecond(), callId);
    }

    Delivery with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new Delivery(body, changed);
    }

    Delivery without(String name) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.remove(name);
        return new Delivery(body, changed);
    }

    private static String hmac(String secret, String prefix, byte[] body) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
