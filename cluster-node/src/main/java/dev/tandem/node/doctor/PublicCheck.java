package dev.tandem.node.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * Whether a node takes webhooks there.
 *
 * @param address where, without a path
 */
record PublicCheck(URI address) implements Check {

    private static final String SUBJECT = "Webhooks";
    private static final int METHOD_NOT_ALLOWED = 405;

    @Override
    public List<Finding> look() {
        URI webhook = address.resolve("/openai/webhook");
        try {
            HttpResponse<String> answer = Asking.get(webhook, Map.of());
            // Only POST is allowed there, which a node says and a stranger's web server hardly would.
            return List.of(
                    answer.statusCode() == METHOD_NOT_ALLOWED
                                    && answer.headers()
                                            .firstValue("X-Request-Id")
                                            .isPresent()
                            ? Finding.ok(SUBJECT, webhook + " takes deliveries")
                            : Finding.fail(
                                    SUBJECT,
                                    webhook + " is answered " + answer.statusCode()
                                            + " by something else than a node; look at the proxy before it."));
        } catch (IOException nobody) {
            return List.of(Finding.fail(
                    SUBJECT,
                    webhook + " does not answer: " + Asking.said(nobody) + ". Is a node ready, and the way open?"));
        }
    }
}
