package dev.tandem.load.calls;

/**
 * A call that this run has placed.
 *
 * @param id the provider's
 * @param postedMs when its webhook first went out, on this process's clock
 * @param answeredMs when a delivery was answered with 2xx; NaN while none was
 * @param deliveries how many were posted
 */
public record PlacedCall(String id, double postedMs, double answeredMs, int deliveries) {
    static PlacedCall posted(String id, double nowMs) {
        return new PlacedCall(id, nowMs, Double.NaN, 1);
    }

    PlacedCall postedAgain() {
        return new PlacedCall(id, postedMs, answeredMs, deliveries + 1);
    }

    PlacedCall answered(double nowMs) {
        return answered() ? this : new PlacedCall(id, postedMs, nowMs, deliveries);
    }

    /** Whether a delivery was answered with 2xx. */
    public boolean answered() {
        return !Double.isNaN(answeredMs);
    }
}
