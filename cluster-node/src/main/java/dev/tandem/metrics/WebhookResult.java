package dev.tandem.metrics;

import java.util.Locale;

/** What became of one webhook delivery. */
public enum WebhookResult {
    /** The first of its call: durable. */
    OFFERED,
    /** Its call was durable already. */
    REPEATED,
    /** Signed and well-formed, and nothing needs to be done about it. */
    IGNORED,
    TOO_LARGE,
    UNAUTHORIZED,
    MALFORMED,
    /** The offer did not become durable in time; the sender comes again. */
    UNAVAILABLE,
    /** Turned away unread, because too many were being answered. */
    OVERLOADED;

    String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
