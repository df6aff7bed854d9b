package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;

/** The call is over; whoever asks is told so, and the entity goes back to rest. */
record Ended(String tenant, Termination termination) implements CallState {

    @Override
    public boolean holdsSlot() {
        return false;
    }

    @Override
    public Step on(CallCommand command, Surroundings around) {
        Step answer = switch (command) {
            case CallCommand.Offer offer -> CallState.repeated(offer);
            case CallCommand.HangUp hangUp -> CallState.answer(hangUp, CallCommand.HangUpAnswer.ALREADY_ENDED);
            case CallCommand.AnswerRollCall roll -> CallState.present(roll, around, false);
            case CallCommand.FromSession from -> CallState.sendAway(from.report());
            // A grant that came too late: the slot is held for nobody.
            case CallCommand.FromAdmission admission -> Step.just(new CallEffect.Release());
            case CallCommand.Recovered recovered -> Step.just(new CallEffect.Release());
            case CallCommand.SessionGone gone -> Step.NOTHING;
            case CallCommand.AcceptAnswered accept -> Step.NOTHING;
            case CallCommand.RejectAnswered reject -> Step.NOTHING;
            case CallCommand.ReferAnswered refer -> Step.NOTHING;
            case CallCommand.HangUpAnswered hungUp -> Step.NOTHING;
            case CallCommand.ToolRan ran -> Step.NOTHING;
            case CallCommand.TimeUp time -> Step.NOTHING;
            case CallCommand.Leave leave -> Step.NOTHING;
            case CallCommand.LookAgain look -> Step.NOTHING;
        };
        return answer.then(new CallEffect.Rest());
    }

    @Override
    public CallState apply(CallEvent event) {
        return ignore(event);
    }
}
