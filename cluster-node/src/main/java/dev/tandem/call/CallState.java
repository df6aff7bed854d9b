package dev.tandem.call;

import dev.tandem.admission.Admission;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;

/**
 * Where a call stands; one record per phase. A phase answers every command, from its journal and {@link Surroundings} alone,
 * and {@link #apply} folds every event without looking at anything else.
 */
public sealed interface CallState permits Unoffered, Deciding, Rejecting, Accepting, Running, Stopping, Ended {

    Step on(CallCommand command, Surroundings around);

    CallState apply(CallEvent event);

    /** The slot must be kept while this is true. */
    boolean holdsSlot();

    /** An event that this phase cannot have journalled: a second writer's, or damage; the state stays as it is. */
    default CallState ignore(CallEvent event) {
        return this;
    }

    /** The journal's last words on a call: nothing of it is left outside. */
    static Step end(CallEvent.CallEnded ended) {
        return Step.record(ended)
                .then(
                        new CallEffect.ToSession(new RealtimeSession.Superseded()),
                        new CallEffect.Release(),
                        new CallEffect.Rest());
    }

    static Step refuse(String tenant, Termination reason, int inUse, int limit, Surroundings around) {
        return Step.record(new CallEvent.CallRefused(around.now(), tenant, reason, inUse, limit))
                .then(new CallEffect.Reject(around.policy().sip().of(reason), 1));
    }

    static Step repeated(CallCommand.Offer offer) {
        return Step.just(new CallEffect.Tell<>(offer.replyTo(), new CallCommand.OfferAnswer(false)));
    }

    static Step answer(CallCommand.HangUp hangUp, CallCommand.HangUpAnswer answer) {
        return Step.just(new CallEffect.Tell<>(hangUp.replyTo(), answer));
    }

    static Step present(CallCommand.AnswerRollCall rollCall, Surroundings around, boolean live) {
        return Step.just(new CallEffect.Tell<>(rollCall.replyTo(), new Admission.Present(around.callId(), live)));
    }

    /** Tells a session, once they are journalled, that its facts are. */
    static Step acknowledge(Report.Facts facts) {
        return facts.events().isEmpty()
                ? Step.NOTHING
                : Step.just(new CallEffect.Tell<>(facts.session(), new RealtimeSession.Acknowledged(facts.ids())));
    }

    /** Tells a session that the call is there. */
    static Step own(Report report) {
        return Step.just(new CallEffect.Tell<>(report.session(), new RealtimeSession.Owned()));
    }

    /** Sends a session away that speaks for nobody. */
    static Step sendAway(Report report) {
        return Step.just(new CallEffect.Tell<>(report.session(), new RealtimeSession.Superseded()));
    }
}
