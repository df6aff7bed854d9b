package dev.tandem.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the journal takes writes, as this node last saw it; answers at once, without asking. It turns bad with the first trial
 * write that fails or is late, and good with the first that succeeds.
 */
public final class JournalHealth {

    /** A trial write that takes longer is as good as failed: an offer would not be journalled in time either. */
    public static final Duration LATE = Duration.ofMillis(900);

    private final LongSupplier nanoTime;
    private boolean trying;
    private long tryingSinceNanos;
    private String complaint = "The journal has not been tried yet.";

    public JournalHealth(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A trial write is sent; the last one was answered. */
    public synchronized void tried() {
        trying = true;
        tryingSinceNanos = nanoTime.getAsLong();
    }

    /** The trial write was done. */
    public synchronized void took() {
        trying = false;
        complaint = null;
    }

    /** The trial write failed. */
    public synchronized void failed(String why) {
        trying = false;
        complaint = "The journal does not take writes: " + why;
    }

    public boolean isWell() {
        return complaint().isEmpty();
    }

    /** What is wrong with it, one sentence; empty while it is well. */
    public synchronized Optional<String> complaint() {
        if (complaint == null && trying && nanoTime.getAsLong() - tryingSinceNanos > LATE.toNanos()) {
            return Optional.of("The journal has not answered for " + LATE.toMillis() + " ms.");
        }
        return Optional.ofNullable(complaint);
    }
}
