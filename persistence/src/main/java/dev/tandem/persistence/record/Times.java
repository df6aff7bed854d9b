package dev.tandem.persistence.record;

import java.time.Duration;
import java.time.Instant;

/** Spans between moments of which one may be unknown or from another clock. */
final class Times {

    private Times() {}

    /** In ms, 0 when the second clock is behind the first, null when a moment is unknown. */
    static Long between(Instant from, Instant to) {
        return from == null || to == null
                ? null
                : Math.max(0, Duration.between(from, to).toMillis());
    }
}
