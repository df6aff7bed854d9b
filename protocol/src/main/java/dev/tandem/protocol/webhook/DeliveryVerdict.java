package dev.tandem.protocol.webhook;

/** Whether a webhook delivery is what its sender signed. */
public sealed interface DeliveryVerdict {

    record Verified() implements DeliveryVerdict {}

    /** A header is absent or empty. */
    record Missing(String header) implements DeliveryVerdict {}

    /** Signed too long ago; negative seconds when it claims to come from the future. */
    record Stale(long seconds) implements DeliveryVerdict {}

    /** No signature matches, or a header is malformed or too long. */
    record BadSignature() implements DeliveryVerdict {}
}
