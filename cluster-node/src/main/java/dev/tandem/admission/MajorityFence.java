package dev.tandem.admission;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Open while a majority of the members answered a ping that was sent less than three seconds ago. What counts is when the
 * ping was sent, on the monotonic clock: an answer read after a long sleep proves nothing about now.
 */
public final class MajorityFence implements Fence {

    /** Shorter than the cluster takes to move the singleton (stable-after 7 s), so that two are never open at once. */
    public static final Duration VALID = Duration.ofSeconds(3);

    private static final Duration LENIENT = Duration.ofSeconds(6);

    private final LongSupplier nanoTime;
    private final Set<String> answered = new HashSet<>();
    private long round;
    private long roundSentNanos;
    private boolean roundWon;
    private volatile boolean everWon;
    private volatile long wonNanos;

    public MajorityFence(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins a round of pings, to be sent now; answers to earlier rounds no longer count. */
    synchronized long begin() {
        round++;
        roundSentNanos = nanoTime.getAsLong();
        roundWon = false;
        answered.clear();
        return round;
    }

    /** A member answered; {@code members} is how many there are now, this node and the unreachable ones included. */
    synchronized void answered(String member, long ofRound, int members) {
        if (ofRound != round || roundWon) {
            return;
        }
        answered.add(member);
        if (answered.size() > members / 2) {
            roundWon = true;
            wonNanos = roundSentNanos;
            everWon = true;
        }
    }

    @Override
    public boolean isOpen() {
        return wonWithin(VALID);
    }

    /**
     * A fence for what must not be refused for a short stall, and must be before anybody else can have taken it over: sharding starts
     * what was ours elsewhere only after we were missed for a while, the stable-after of 7 s and the removal's margin of 3.5 s.
     */
    public Fence lenient() {
        return () -> wonWithin(LENIENT);
    }

    private boolean wonWithin(Duration time) {
        return everWon && nanoTime.getAsLong() - wonNanos < time.toNanos();
    }
}
