package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import dev.tandem.realtime.ControlAnswer;

/**
 * The caller is to be told that the call will not be answered.
 *
 * @param tenant null when no tenant owns the number
 * @param detail why, for people, or null
 * @param acceptAsked an accept may have answered the caller, or still be on its way: a reject that is refused then means hang up
 */
record Rejecting(CallEvent.CallOffered offered, String tenant, Termination reason, String detail, boolean acceptAsked)
        implements CallState {

    /** Rejections are tried for about a minute; nobody rings longer. */
    private static final int MAX_TRIES = 8;

    @Override
    public boolean holdsSlot() {
        return true;
    }

    @Override
    public Step on(CallCommand command, Surroundings around) {
        return switch (command) {
            case CallCommand.RejectAnswered(ControlAnswer answer, int attempt) -> answered(answer, attempt, around);
            case CallCommand.HangUpAnswered(ControlAnswer answer, int attempt) -> hungUp(answer, attempt, around);
            case CallCommand.TimeUp(CallCommand.Timer timer, int attempt) -> timeUp(timer, attempt, around);
            case CallCommand.Recovered recovered -> reject(1, around);
            case CallCommand.Offer offer -> CallState.repeated(offer);
            case CallCommand.HangUp hangUp -> CallState.answer(hangUp, CallCommand.HangUpAnswer.REQUESTED);
            case CallCommand.AnswerRollCall roll -> CallState.present(roll, around, true);
            case CallCommand.FromSession from -> CallState.sendAway(from.report());
            case CallCommand.FromAdmission admission -> Step.NOTHING;
            case CallCommand.SessionGone gone -> Step.NOTHING;
            case CallCommand.AcceptAnswered accept -> Step.NOTHING;
            case CallCommand.ReferAnswered refer -> Step.NOTHING;
            case CallCommand.ToolRan ran -> Step.NOTHING;
            case CallCommand.Leave leave -> Step.NOTHING;
            case CallCommand.LookAgain look -> Step.NOTHING;
        };
    }

    private Step timeUp(CallCommand.Timer timer, int attempt, Surroundings around) {
        return switch (timer) {
            case REJECT_AGAIN -> reject(attempt, around);
            case HANG_UP_AGAIN -> Step.just(new CallEffect.HangUp(attempt));
            // Set before the call was refused, and counting something else.
            case ASK_ADMISSION, ACCEPT_AGAIN, HELLO, MAX_DURATION, TOOL_ANSWER, LAST_WORDS, TRANSFER, DRAIN ->
                Step.NOTHING;
        };
    }

    private Step reject(int attempt, Surroundings around) {
        return Step.just(new CallEffect.Reject(around.policy().sip().of(reason), attempt));
    }

    private Step answered(ControlAnswer answer, int attempt, Surroundings around) {
        return switch (answer) {
            case ControlAnswer.Done() ->
                Step.record(new CallEvent.CallRejected(
                                around.now(), around.policy().sip().of(reason)))
                        .plus(ended(detail, around));
            // No reject can follow an accept that was done, whatever it is told: nobody's call goes on unowned.
            case ControlAnswer.Gone gone when acceptAsked -> Step.just(new CallEffect.HangUp(1));
            case ControlAnswer.Refused refused when acceptAsked -> Step.just(new CallEffect.HangUp(1));
            case ControlAnswer.Gone gone -> ended("the caller had left", around);
            case ControlAnswer.Refused refused -> ended("reject refused: " + refused.detail(), around);
            case ControlAnswer.Unavailable unavailable ->
                attempt < MAX_TRIES
                        ? Step.just(new CallEffect.Wait(
                                CallCommand.Timer.REJECT_AGAIN, attempt + 1, CallPolicy.backoff(attempt)))
                        : acceptAsked
                                ? Step.just(new CallEffect.HangUp(1))
                                : ended("reject unconfirmed: " + unavailable.detail(), around);
        };
    }

    private Step hungUp(ControlAnswer answer, int attempt, Surroundings around) {
        boolean again = answer instanceof ControlAnswer.Unavailable && attempt < MAX_TRIES;
        return again
                ? Step.just(
                        new CallEffect.Wait(CallCommand.Timer.HANG_UP_AGAIN, attempt + 1, CallPolicy.backoff(attempt)))
                : ended(detail, around);
    }

    private Step ended(String why, Surroundings around) {
        return CallState.end(new CallEvent.CallEnded(around.now(), reason, why));
    }

    @Override
    public CallState apply(CallEvent event) {
        return event instanceof CallEvent.CallEnded ended ? new Ended(tenant, ended.termination()) : ignore(event);
    }
}
