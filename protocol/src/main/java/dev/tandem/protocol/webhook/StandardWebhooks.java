package dev.tandem.protocol.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs and verifies webhook deliveries by the Standard Webhooks rules: HMAC-SHA256 over id, timestamp and the raw body. */
public final class StandardWebhooks {

    public static final String ID_HEADER = "webhook-id";
    public static final String TIMESTAMP_HEADER = "webhook-timestamp";
    public static final String SIGNATURE_HEADER = "webhook-signature";

    /** A delivery may be this much older or newer than our clock; the value of the reference library. */
    public static final long TOLERANCE_SECONDS = 300;

    /** Longer headers are not verified but refused as bad: no sender of ours writes them. */
    static final int MAX_ID = 256;

    /** Enough digits until the year 33658. */
    static final int MAX_TIMESTAMP = 12;

    /** About forty signatures: far more than a rotation of secrets needs. */
    static final int MAX_SIGNATURE = 2048;

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";

    private final List<SecretKeySpec> keys;

    /**
     * Verifies by any of the secrets; during a rotation there are two.
     *
     * @param secrets each {@code whsec_} followed by base64
     * @throws IllegalArgumentException when there is none, or one has another form; the message never shows a secret
     */
    public StandardWebhooks(List<String> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("no webhook secret is configured");
        }
        this.keys = secrets.stream().map(StandardWebhooks::key).toList();
    }

    /** Judges one delivery; a header that is not there is null. Never throws on what a sender may send. */
    public DeliveryVerdict verify(Instant now, String id, String timestamp, String signature, byte[] body) {
        if (id == null || id.isBlank()) {
            return new DeliveryVerdict.Missing(ID_HEADER);
        }
        if (timestamp == null || timestamp.isBlank()) {
            return new DeliveryVerdict.Missing(TIMESTAMP_HEADER);
        }
        if (signature == null || signature.isBlank()) {
            return new DeliveryVerdict.Missing(SIGNATURE_HEADER);
        }
        if (id.length() > MAX_ID || signature.length() > MAX_SIGNATURE || !isUnixSeconds(timestamp)) {
            return new DeliveryVerdict.BadSignature();
        }
        long age = now.getEpochSecond() - Long.parseLong(timestamp);
        if (Math.abs(age) > TOLERANCE_SECONDS) {
            return new DeliveryVerdict.Stale(age);
        }
        return matches(id, timestamp, signature, body)
                ? new DeliveryVerdict.Verified()
                : new DeliveryVerdict.BadSignature();
    }

    /** The signature header's value for a delivery of that id, at that Unix second. */
    public static String sign(String secret, String id, long timestamp, byte[] body) {
        return VERSION + signature(key(secret), id, Long.toString(timestamp), body);
    }

    private boolean matches(String id, String timestamp, String header, byte[] body) {
        boolean matched = false;
        for (SecretKeySpec key : keys) {
            byte[] expected = ascii(signature(key, id, timestamp, body));
            for (String entry : header.split(" ")) {
                if (entry.startsWith(VERSION)) {
                    // No early exit: the time must not tell which secret or which entry came close.
                    matched |= MessageDigest.isEqual(expected, ascii(entry.substring(VERSION.length())));
                }
            }
        }
        return matched;
    }

    private static String signature(SecretKeySpec key, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    private static SecretKeySpec key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "a webhook secret must be configured in its prefixed form, whsec_ followed"
                            + " by base64: without the prefix libraries disagree about the key");
        }
        byte[] bytes = decoded(secret.substring(PREFIX.length()));
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a webhook secret is empty after its whsec_ prefix");
        }
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            // Without the cause: its message quotes the secret's characters.
            throw new IllegalArgumentException("a webhook secret is not base64 after its whsec_ prefix");
        }
    }

    private static boolean isUnixSeconds(String timestamp) {
        return timestamp.length() <= MAX_TIMESTAMP
                && timestamp.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
