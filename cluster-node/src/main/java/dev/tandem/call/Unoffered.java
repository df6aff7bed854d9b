package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.tenant.Tenant;
import java.util.Optional;

/** Nobody has offered such a call. */
record Unoffered() implements CallState {

    @Override
    public boolean holdsSlot() {
        return false;
    }

    @Override
    public Step on(CallCommand command, Surroundings around) {
        return switch (command) {
            case CallCommand.Offer offer -> offered(offer, around);
            case CallCommand.HangUp hangUp ->
                CallState.answer(hangUp, CallCommand.HangUpAnswer.UNKNOWN_CALL).then(new CallEffect.Rest());
            case CallCommand.AnswerRollCall roll ->
                CallState.present(roll, around, false).then(new CallEffect.Rest());
            case CallCommand.FromSession from ->
                CallState.sendAway(from.report()).then(new CallEffect.Rest());
            case CallCommand.FromAdmission admission -> Step.just(new CallEffect.Release(), new CallEffect.Rest());
            case CallCommand.Recovered recovered -> Step.NOTHING;
            case CallCommand.SessionGone gone -> Step.NOTHING;
            case CallCommand.AcceptAnswered accept -> Step.NOTHING;
            case CallCommand.RejectAnswered reject -> Step.NOTHING;
            case CallCommand.ReferAnswered refer -> Step.NOTHING;
            case CallCommand.HangUpAnswered hangUp -> Step.NOTHING;
            case CallCommand.ToolRan ran -> Step.NOTHING;
            case CallCommand.TimeUp time -> Step.NOTHING;
            case CallCommand.Leave leave -> Step.NOTHING;
            case CallCommand.LookAgain look -> Step.NOTHING;
        };
    }

    private static Step offered(CallCommand.Offer offer, Surroundings around) {
        CallEvent.CallOffered offered = offer.offered();
        Step durable =
                Step.record(offered).then(new CallEffect.Tell<>(offer.replyTo(), new CallCommand.OfferAnswer(true)));
        Optional<Tenant> tenant = around.tenantOfNumber().apply(offered.to());
        if (tenant.isEmpty()) {
            return durable.plus(CallState.refuse(null, Termination.UNKNOWN_NUMBER, 0, 0, around));
        }
        if (offered.createdAt().plus(around.policy().offerMaxAge()).isBefore(around.now())) {
            return durable.plus(CallState.refuse(tenant.get().id(), Termination.OFFER_TOO_OLD, 0, 0, around));
        }
        return durable.plus(Deciding.ask(tenant.get().id(), 1, around));
    }

    @Override
    public CallState apply(CallEvent event) {
        return event instanceof CallEvent.CallOffered offered ? new Deciding(offered) : ignore(event);
    }
}
