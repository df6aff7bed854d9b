package dev.tandem.realtime;

import java.time.Duration;

/**
 * Whether any call still owns up to a session. Time counts against the session only while the node's journal is well: a call whose
 * journal is away answers nothing and comes back with it. But no unowned session outlives the longest call its agent may have.
 */
final class Ownership {

    /** A node that slept longer between two ticks may have been given up meanwhile: its sleep says nothing about calls. */
    private static final long LONGEST_TICK = Duration.ofSeconds(3).toNanos();

    private final long orphanNanos;
    private final long longestNanos;
    private final long askEveryNanos;
    private long signNanos;
    private long tickNanos;
    private long askedNanos;
    private long unownedNanos;
    private long silentNanos;

    Ownership(Duration orphanAfter, Duration longestCall, long nowNanos) {
        this.orphanNanos = orphanAfter.toNanos();
        this.longestNanos = longestCall.toNanos();
        this.askEveryNanos = orphanNanos / 6;
        this.signNanos = nowNanos;
        this.tickNanos = nowNanos;
        this.askedNanos = nowNanos;
    }

    /** The call said something. */
    void sign(long nowNanos) {
        signNanos = nowNanos;
        unownedNanos = 0;
        silentNanos = 0;
    }

    /** True when the call is to be asked whether it is there. */
    boolean tick(long nowNanos, boolean journalIsWell) {
        long passed = Math.min(nowNanos - tickNanos, LONGEST_TICK);
        silentNanos += passed;
        unownedNanos += journalIsWell ? passed : 0;
        tickNanos = nowNanos;
        if (nowNanos - Math.max(signNanos, askedNanos) < askEveryNanos) {
            return false;
        }
        askedNanos = nowNanos;
        return true;
    }

    boolean isOrphan() {
        return unownedNanos >= orphanNanos || silentNanos >= longestNanos;
    }
}
