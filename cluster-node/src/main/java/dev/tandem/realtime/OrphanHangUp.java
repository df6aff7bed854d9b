package dev.tandem.realtime;

import dev.tandem.metrics.CallMetrics;
import dev.tandem.metrics.OrphanAction;
import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** The end of a call that nobody owns: its session hangs it up, or it would go on and be paid for. */
final class OrphanHangUp {

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final int MAX_TRIES = 20;

    private final String callId;
    private final CallControl control;
    private final CallMetrics metrics;
    private final ActorContext<RealtimeSession.Command> context;
    private final TimerScheduler<RealtimeSession.Command> timers;
    private int tries;

    OrphanHangUp(
            String callId,
            CallControl control,
            CallMetrics metrics,
            ActorContext<RealtimeSession.Command> context,
            TimerScheduler<RealtimeSession.Command> timers) {
        this.callId = callId;
        this.control = control;
        this.metrics = metrics;
        this.context = context;
        this.timers = timers;
    }

    boolean isBegun() {
        return tries > 0;
    }

    void hangUp() {
        if (tries == 0) {
            metrics.orphan(OrphanAction.FOUND);
        }
        tries++;
        context.getLog().error("the call has no owner any more: its session hangs it up, try {}", tries);
        context.pipeToSelf(control.hangup(callId), (answer, failure) -> {
            ControlAnswer failed = new ControlAnswer.Unavailable(String.valueOf(failure), true, Duration.ZERO);
            return new RealtimeSession.HungUpUnowned(failure == null ? answer : failed);
        });
    }

    /** True when there is nothing more to try. */
    boolean answered(ControlAnswer answer) {
        if (answer instanceof ControlAnswer.Unavailable && tries < MAX_TRIES) {
            timers.startSingleTimer(new RealtimeSession.HangUpUnowned(), AGAIN);
            return false;
        }
        metrics.orphan(answer instanceof ControlAnswer.Unavailable ? OrphanAction.GIVEN_UP : OrphanAction.HUNG_UP);
        context.getLog().info("without an owner: the hang-up was answered {}", answer);
        return true;
    }
}
