package dev.tandem.launcher.faults.truth;

/**
 * A time from one moment to another, on the simulator's clock.
 *
 * @param fromMs its first millisecond
 * @param toMs its last one
 */
public record Stretch(long fromMs, long toMs) {
    /** Whether the two have a moment in common. */
    public boolean meets(Stretch other) {
        return fromMs <= other.toMs && other.fromMs <= toMs;
    }

    /** How long it is. */
    public long lengthMs() {
        return toMs - fromMs;
    }
}
