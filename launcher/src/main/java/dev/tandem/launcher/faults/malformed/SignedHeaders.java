package dev.tandem.launcher.faults.malformed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers of Standard Webhooks, right or wrong, written without the product's own code. */
record SignedHeaders(Map<String, String> headers) {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private static final String SECRET_PREFIX = "whsec_";

    /** Right ones, of now. */
    static SignedHeaders of(String secret, String id, byte[] body) {
        long now = Instant.now().getEpochSecond();
        return with(id, now, signature(secret, id, now, body));
    }

    /** As told. */
    static SignedHeaders with(String id, long timestamp, String signature) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, id);
        headers.put(TIMESTAMP, String.valueOf(timestamp));
        headers.put(SIGNATURE, signature);
        return new SignedHeaders(headers);
    }

    SignedHeaders without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(header);
        return new SignedHeaders(fewer);
    }

    private static String signature(String secret, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
