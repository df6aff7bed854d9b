package dev.tandem.launcher.stage;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What the processes of one machine prove themselves to each other with; made anew for each run.
 *
 * @param apiKey of the node at the simulator
 * @param webhookSecret Standard Webhooks form, 32 random bytes
 * @param adminToken Bearer on the operator port
 * @param toolToken what the tools are called with
 */
public record Secrets(String apiKey, String webhookSecret, String adminToken, String toolToken) {
    private static final int BYTES = 32;

    /** New ones. */
    public static Secrets random() {
        SecureRandom source = new SecureRandom();
        return new Secrets(
                "sk-demo-" + url(source),
                "whsec_" + Base64.getEncoder().encodeToString(bytes(source)),
                url(source),
                url(source));
    }

    /** A token that goes into a header or a URL as it is. */
    public static String token() {
        return url(new SecureRandom());
    }

    private static String url(SecureRandom source) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(source));
    }

    private static byte[] bytes(SecureRandom source) {
        byte[] bytes = new byte[BYTES];
        source.nextBytes(bytes);
        return bytes;
    }
}
