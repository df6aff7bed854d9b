package dev.tandem.node;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Since when a call has no sideband, and since when this node looks for it: not the same where a node died or a socket fell silent. */
final class SidebandTimes {

    private Instant lastSign;
    private Instant lookingSince;
    private Instant goneSince;

    /** The call was taken up from its journal; nothing has been heard of its session yet. */
    void tookUp(Instant lastSignOfIt, Instant now) {
        lastSign = lastSignOfIt;
        lookingSince = now;
        goneSince = lastSignOfIt;
    }

    /** Whether the call looks for its sideband, as far as its journal shows. */
    boolean isAwaited() {
        return lookingSince != null;
    }

    /** How long nothing could be heard. */
    Optional<Duration> gap(CallEvent.SidebandAttached attached) {
        return between(goneSince, attached);
    }

    /** How long it took to open it again, from when this node knew that it had to. */
    Optional<Duration> reattach(CallEvent.SidebandAttached attached) {
        return between(lookingSince, attached);
    }

    void saw(CallEvent.Observed fact) {
        if (fact instanceof CallEvent.TranscriptGap) {
            return;
        }
        if (fact instanceof CallEvent.SidebandLost lost) {
            boolean noticedLate = lost.cause() == SidebandLoss.NODE_LOST || lost.cause() == SidebandLoss.SILENT;
            goneSince = noticedLate && lastSign != null ? lastSign : lost.at();
            // Told by the session that replaces the lost one: this node has looked for it since it took the call up.
            lookingSince = lookingSince == null ? lost.at() : lookingSince;
            return;
        }
        goneSince = null;
        lookingSince = null;
        lastSign = fact.at();
    }

    private static Optional<Duration> between(Instant since, CallEvent.SidebandAttached attached) {
        return Optional.ofNullable(since)
                .map(from -> Duration.between(from, attached.at()))
                .filter(gap -> !gap.isNegative());
    }
}
