package dev.tandem.launcher.demo;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What the processes of one demo prove themselves to each other with; made anew for each run.
 *
 * @param apiKey of the node at the simulator
 * @param webhookSecret Standard Webhooks form, 32 random bytes
 * @param adminToken Bearer on the operator port
 * @param toolToken what the tools are called with
 */
record Secrets(String apiKey, String webhookSecret, String adminToken, String toolToken) {
    private static final int BYTES = 32;

    static Secrets random() {
        SecureRandom source = new SecureRandom();
        return new Secrets(
                "sk-demo-" + url(source),
                "whsec_" + Base64.getEncoder().encodeToString(bytes(source)),
                url(source),
                url(source));
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
