package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import dev.tandem.realtime.ControlAnswer;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;

/**
 * The call is being hung up; the session's last facts are still taken.
 *
 * @param wasLive null until the hang-up is confirmed; then whether the provider still knew the call
 */
record Stopping(Live live, Termination reason, Boolean wasLive) implements CallState {

    @Override
    public boolean holdsSlot() {
        return true;
    }

    @Override
    public Step on(CallCommand command, Surroundings around) {
        return switch (command) {
            case CallCommand.HangUpAnswered(ControlAnswer answer, int attempt) -> hungUp(answer, attempt, around);
            case CallCommand.FromSession(Report report) -> reported(report, around);
            case CallCommand.TimeUp(CallCommand.Timer timer, int attempt) -> timeUp(timer, attempt, around);
            case CallCommand.Recovered recovered ->
                wasLive == null ? Step.just(new CallEffect.HangUp(1)) : Step.just(drain(around));
            case CallCommand.Offer offer -> CallState.repeated(offer);
            case CallCommand.HangUp hangUp -> CallState.answer(hangUp, CallCommand.HangUpAnswer.REQUESTED);
            case CallCommand.AnswerRollCall roll -> CallState.present(roll, around, true);
            case CallCommand.AcceptAnswered accept -> Step.NOTHING;
            case CallCommand.SessionGone gone -> wasLive == null ? Step.NOTHING : ended(null, around);
            case CallCommand.ToolRan ran -> Step.NOTHING;
            case CallCommand.ReferAnswered refer -> Step.NOTHING;
            case CallCommand.FromAdmission admission -> Step.NOTHING;
            case CallCommand.RejectAnswered reject -> Step.NOTHING;
            case CallCommand.Leave leave -> Step.NOTHING;
            case CallCommand.LookAgain look -> Step.NOTHING;
        };
    }

    private Step hungUp(ControlAnswer answer, int attempt, Surroundings around) {
        if (wasLive != null) {
            return Step.NOTHING;
        }
        return switch (answer) {
            case ControlAnswer.Done() -> confirmed(true, around);
            case ControlAnswer.Gone gone -> confirmed(false, around);
            case ControlAnswer.Refused refused -> unconfirmed(refused.detail(), attempt, around);
            case ControlAnswer.Unavailable unavailable -> unconfirmed(unavailable.detail(), attempt, around);
        };
    }

    private Step confirmed(boolean known, Surroundings around) {
        Step confirmed = Step.record(new CallEvent.CallHungUp(around.now(), known));
        if (live.line().epoch() == 0 || allIsTold()) {
            return confirmed.plus(new Stopping(live, reason, known).ended(null, around));
        }
        return confirmed.then(new CallEffect.ToSession(new RealtimeSession.HungUp()), drain(around));
    }

    /** These ends follow from a session's last report; only a transfer's may have come about without one. */
    private boolean allIsTold() {
        return live.leaving() == Live.Leaving.NO && (believedGone() || believedLost());
    }

    private boolean believedGone() {
        return reason == Termination.CALLER_LEFT || reason == Termination.LEFT_BEFORE_ANSWER;
    }

    private boolean believedLost() {
        return reason == Termination.SIDEBAND_LOST;
    }

    private static CallEffect drain(Surroundings around) {
        return new CallEffect.Wait(CallCommand.Timer.DRAIN, 1, around.policy().drain());
    }

    private Step unconfirmed(String detail, int attempt, Surroundings around) {
        return attempt < around.policy().maxHangUps()
                ? Step.just(
                        new CallEffect.Wait(CallCommand.Timer.HANG_UP_AGAIN, attempt + 1, CallPolicy.backoff(attempt)))
                : ended("hang-up unconfirmed: " + detail, around);
    }

    private Step reported(Report report, Surroundings around) {
        if (report.epoch() < live.line().epoch()) {
            return CallState.sendAway(report);
        }
        return switch (report) {
            case Report.Facts facts -> observed(facts, around);
            case Report.Drained drained -> wasLive == null ? Step.NOTHING : ended(null, around);
            case Report.ToolAwaited tool -> Step.NOTHING;
            case Report.Hello hello ->
                wasLive == null
                        ? CallState.own(hello)
                        : Step.just(new CallEffect.ToSession(new RealtimeSession.HungUp()));
            case Report.Unattachable unattachable
            when !unattachable.last().isEmpty() -> observed(unattachable.facts(), around);
            case Report.Unattachable unattachable -> wasLive == null ? Step.NOTHING : ended(null, around);
            case Report.Expired expired -> wasLive == null ? Step.NOTHING : ended(null, around);
            case Report.ModelFailed failed -> Step.NOTHING;
            case Report.Silent silent -> Step.NOTHING;
            case Report.SpokenOut spokenOut -> Step.NOTHING;
        };
    }

    private Step observed(Report.Facts facts, Surroundings around) {
        Step step = CallState.acknowledge(facts);
        Live now = live;
        for (CallEvent.Observed fact : facts.events()) {
            if (now.knows(fact)) {
                continue;
            }
            now = now.apply(fact);
            step = step.and(fact);
            if (fact instanceof CallEvent.ToolRequested tool) {
                CallEvent abandoned =
                        new CallEvent.ToolAbandoned(around.now(), tool.toolCallId(), "the call is being ended");
                now = now.apply(abandoned);
                step = step.and(abandoned);
            }
        }
        return step;
    }

    private Step timeUp(CallCommand.Timer timer, int attempt, Surroundings around) {
        return switch (timer) {
            case HANG_UP_AGAIN -> wasLive == null ? Step.just(new CallEffect.HangUp(attempt)) : Step.NOTHING;
            case DRAIN -> ended("the session's last facts did not come in time", around);
            case ASK_ADMISSION, ACCEPT_AGAIN, REJECT_AGAIN, HELLO, MAX_DURATION, TOOL_ANSWER, LAST_WORDS, TRANSFER ->
                Step.NOTHING;
        };
    }

    private Step ended(String detail, Surroundings around) {
        Termination termination = termination();
        CallEvent.CallEnded ended = new CallEvent.CallEnded(around.now(), termination, detail);
        boolean heardToItsEnd = termination != Termination.SIDEBAND_LOST && !believedLost();
        if (heardToItsEnd || live.line().attached()) {
            return CallState.end(ended);
        }
        long ms =
                Math.max(0, around.now().toEpochMilli() - live.line().lastSign().toEpochMilli());
        return Step.record(new CallEvent.TranscriptGap(around.now(), live.talk().lastItemId(), null, ms))
                .plus(CallState.end(ended));
    }

    /**
     * What was believed from the sideband alone, put right by whether the provider still had the call: it had, then it
     * was the sideband that was lost; it had not, then the caller left while nobody listened.
     */
    private Termination termination() {
        if (believedGone() && Boolean.TRUE.equals(wasLive)) {
            return Termination.SIDEBAND_LOST;
        }
        return believedLost() && Boolean.FALSE.equals(wasLive) ? Termination.CALLER_LEFT : reason;
    }

    @Override
    public CallState apply(CallEvent event) {
        if (event instanceof CallEvent.CallHungUp hungUp) {
            return new Stopping(live, reason, hungUp.wasLive());
        }
        return event instanceof CallEvent.CallEnded ended
                ? new Ended(live.admitted().tenant(), ended.termination())
                : new Stopping(live.apply(event), reason, wasLive);
    }
}
