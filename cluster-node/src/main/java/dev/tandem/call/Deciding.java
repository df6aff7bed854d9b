package dev.tandem.call;

import dev.tandem.admission.Admission;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.tenant.Tenant;
import java.util.function.Function;

/** The offer is journalled; admission is asked for a slot, again and again, because every message may be lost. */
record Deciding(CallEvent.CallOffered offered) implements CallState {

    @Override
    public boolean holdsSlot() {
        return true;
    }

    @Override
    public Step on(CallCommand command, Surroundings around) {
        return switch (command) {
            case CallCommand.Offer offer -> CallState.repeated(offer);
            case CallCommand.FromAdmission(Admission.Answer.Granted granted) ->
                withTenant(around, tenant -> admitted(tenant, around));
            case CallCommand.FromAdmission(Admission.Answer.Refused refused) ->
                withTenant(
                        around,
                        tenant -> CallState.refuse(
                                tenant.id(), refused.reason(), refused.inUse(), refused.limit(), around));
            case CallCommand.TimeUp(CallCommand.Timer timer, int attempt) -> askAgain(attempt, around);
            case CallCommand.Recovered recovered -> askAgain(0, around);
            case CallCommand.HangUp hangUp ->
                CallState.answer(hangUp, CallCommand.HangUpAnswer.REQUESTED)
                        .plus(withTenant(
                                around,
                                tenant -> CallState.refuse(tenant.id(), Termination.OPERATOR_HANGUP, 0, 0, around)));
            case CallCommand.AnswerRollCall roll -> CallState.present(roll, around, true);
            case CallCommand.FromSession from -> CallState.sendAway(from.report());
            case CallCommand.SessionGone gone -> Step.NOTHING;
            case CallCommand.AcceptAnswered accept -> Step.NOTHING;
            case CallCommand.RejectAnswered reject -> Step.NOTHING;
            case CallCommand.ReferAnswered refer -> Step.NOTHING;
            case CallCommand.HangUpAnswered hungUp -> Step.NOTHING;
            case CallCommand.ToolRan ran -> Step.NOTHING;
            case CallCommand.Leave leave -> Step.NOTHING;
            case CallCommand.LookAgain look -> Step.NOTHING;
        };
    }

    static Step ask(String tenant, int attempt, Surroundings around) {
        return Step.just(
                new CallEffect.Reserve(tenant, attempt),
                new CallEffect.Wait(
                        CallCommand.Timer.ASK_ADMISSION,
                        attempt,
                        around.policy().admissionRetry()));
    }

    private Step askAgain(int attempt, Surroundings around) {
        return withTenant(
                around,
                tenant -> offered.at().plus(around.policy().admissionGiveUp()).isBefore(around.now())
                        ? CallState.refuse(tenant.id(), Termination.ADMISSION_UNAVAILABLE, 0, 0, around)
                        : ask(tenant.id(), attempt + 1, around));
    }

    private static Step admitted(Tenant tenant, Surroundings around) {
        return Step.record(
                        new CallEvent.CallAdmitted(around.now(), tenant.id(), tenant.agentVersion(), tenant.agent()),
                        new CallEvent.AcceptRequested(around.now()))
                .then(new CallEffect.Accept(1, false));
    }

    /** The number may have lost its tenant since the offer. */
    private Step withTenant(Surroundings around, Function<Tenant, Step> step) {
        return around.tenantOfNumber()
                .apply(offered.to())
                .map(step)
                .orElseGet(() -> CallState.refuse(null, Termination.UNKNOWN_NUMBER, 0, 0, around));
    }

    @Override
    public CallState apply(CallEvent event) {
        if (event instanceof CallEvent.CallAdmitted admitted) {
            return new Accepting(offered, admitted, null);
        }
        return event instanceof CallEvent.CallRefused refused
                ? new Rejecting(offered, refused.tenant(), refused.reason(), null, false)
                : ignore(event);
    }
}
