package dev.tandem.protocol.webhook;

import dev.tandem.protocol.call.SipHeader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a verified webhook delivery says, as far as it concerns us. */
public sealed interface WebhookEnvelope {

    /**
     * A call waits to be accepted or rejected.
     *
     * @param eventId the event's own id, empty when unsaid; the delivery's id is a header
     * @param createdAt when the call began to ring; when unsaid, when the delivery was read
     * @param callId fit to name an entity: 1 to 128 letters, digits, underscores and hyphens
     * @param headers the INVITE's, untrusted, bounded as {@link WebhookEnvelopes} says
     */
    record CallIncoming(String eventId, Instant createdAt, String callId, List<SipHeader> headers)
            implements WebhookEnvelope {

        /** Whom the caller dialled, from the first To header; not from the request's address, which names the project. */
        public Optional<SipAddress> dialled() {
            return address("to", "t");
        }

        /** Who calls, as their side claims. */
        public Optional<SipAddress> caller() {
            return address("from", "f");
        }

        private Optional<SipAddress> address(String name, String compactName) {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(name)
                            || header.name().equalsIgnoreCase(compactName))
                    .findFirst()
                    .map(header -> SipAddress.parse(header.value().text()));
        }
    }

    /** A delivery that needs nothing but its 2xx. */
    record Acknowledged(String type) implements WebhookEnvelope {}

    /** A delivery about a call that cannot be acted on, and would not be better for being sent again: 2xx, and a log line. */
    record Unusable(String type, String reason) implements WebhookEnvelope {}

    /** Signed, but no webhook event at all; the only signed delivery that may be answered 4xx. */
    record NotAnEnvelope(String reason) implements WebhookEnvelope {}

    /** As {@link #read(byte[], Instant)}, read now. */
    static WebhookEnvelope read(byte[] body) {
        return read(body, Instant.now());
    }

    /**
     * Reads a delivery's body; never throws.
     *
     * @param receivedAt stands in for an absent {@code created_at}
     */
    static WebhookEnvelope read(byte[] body, Instant receivedAt) {
        return WebhookEnvelopes.read(body, receivedAt);
    }
}
