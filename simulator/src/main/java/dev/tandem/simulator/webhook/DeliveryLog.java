package dev.tandem.simulator.webhook;

import java.net.URI;

/** Is told of every attempt. */
public interface DeliveryLog {
    /** One attempt came back after so long with an HTTP status, or with 0 when no answer came. */
    void attempted(String callId, String webhookId, URI url, int attempt, int status, long tookMs);
}
