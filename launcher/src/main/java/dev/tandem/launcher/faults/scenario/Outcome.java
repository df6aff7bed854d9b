package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.check.ObservedCall;
import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.PlacedCall;
import java.time.Duration;

/**
 * How a call is meant to end.
 *
 * @param status finished, failed or cancelled
 * @param termination the reason
 */
record Outcome(String status, String termination) {
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(120);

    /** The caller has hung up. */
    static final Outcome CALLER_LEFT = new Outcome("finished", "caller_left");

    /** Waits for the call's end and says so if it is another one; whether it is this one. */
    boolean judge(Arena arena, Play play, PlacedCall call, String under) throws InterruptedException {
        Arena.within(ENDED_WITHIN, () -> observed(arena, call).ended());
        ObservedCall end = observed(arena, call);
        boolean right = end.status().equals(status) && end.termination().equals(termination);
        play.findings()
                .require(
                        right,
                        call.id(),
                        "under %s it should be %s (%s) and is %s (%s)"
                                .formatted(under, status, termination, end.status(), end.termination()));
        return right;
    }

    private static ObservedCall observed(Arena arena, PlacedCall call) throws InterruptedException {
        return arena.call(call.id()).map(ObservedCall::of).orElseGet(() -> ObservedCall.unknown(call.id()));
    }
}
