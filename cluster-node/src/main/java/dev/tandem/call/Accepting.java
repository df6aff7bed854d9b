package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.Verdict;
import dev.tandem.realtime.ControlAnswer;
import dev.tandem.realtime.Report;
import java.time.Duration;
import java.time.Instant;

/**
 * A slot is held and the provider is being asked to accept. An accept that may have arrived is not repeated before a
 * sideband was tried: an accepted call has one.
 *
 * @param requestedAt when the first accept was intended, or null before
 */
record Accepting(CallEvent.CallOffered offered, CallEvent.CallAdmitted admitted, Instant requestedAt)
        implements CallState {

    @Override
    public boolean holdsSlot() {
        return true;
    }

    @Override
    public Step on(CallCommand command, Surroundings around) {
        return switch (command) {
            case CallCommand.AcceptAnswered(ControlAnswer answer, int attempt, boolean doubtful) ->
                answered(answer, attempt, doubtful, around);
            case CallCommand.TimeUp(CallCommand.Timer timer, int attempt) -> timeUp(timer, attempt, around);
            case CallCommand.Recovered recovered ->
                requestedAt == null
                        ? Step.record(new CallEvent.AcceptRequested(around.now()))
                                .then(new CallEffect.Accept(1, false))
                        : probe(around);
            case CallCommand.FromSession(Report report) -> reported(report, around);
            case CallCommand.Offer offer -> CallState.repeated(offer);
            case CallCommand.HangUp hangUp ->
                CallState.answer(hangUp, CallCommand.HangUpAnswer.REQUESTED)
                        .plus(CallState.refuse(admitted.tenant(), Termination.OPERATOR_HANGUP, 0, 0, around));
            case CallCommand.AnswerRollCall roll -> CallState.present(roll, around, true);
            case CallCommand.SessionGone gone -> probe(around);
            case CallCommand.FromAdmission admission -> Step.NOTHING;
            case CallCommand.RejectAnswered reject -> Step.NOTHING;
            case CallCommand.ReferAnswered refer -> Step.NOTHING;
            case CallCommand.HangUpAnswered hungUp -> Step.NOTHING;
            case CallCommand.ToolRan ran -> Step.NOTHING;
            case CallCommand.Leave leave -> Step.NOTHING;
            case CallCommand.LookAgain look -> Step.NOTHING;
        };
    }

    private Step answered(ControlAnswer answer, int attempt, boolean doubtful, Surroundings around) {
        return switch (answer) {
            case ControlAnswer.Done() ->
                Step.record(new CallEvent.CallAccepted(around.now())).plus(Running.attach(around));
            case ControlAnswer.Gone gone ->
                CallState.end(new CallEvent.CallEnded(
                        around.now(), Termination.LEFT_BEFORE_ANSWER, "the caller left before the accept"));
            // An earlier attempt may have been the one: "already accepted" looks like this.
            case ControlAnswer.Refused refused when doubtful && !late(around) -> probe(around);
            case ControlAnswer.Refused refused -> failed(Verdict.OURS, refused.detail(), around);
            case ControlAnswer.Unavailable unavailable
            when late(around) -> failed(Verdict.UPSTREAM, unavailable.detail(), around);
            case ControlAnswer.Unavailable unavailable when unavailable.mayHaveHappened() -> probe(around);
            case ControlAnswer.Unavailable unavailable ->
                Step.just(new CallEffect.Wait(
                        CallCommand.Timer.ACCEPT_AGAIN,
                        attempt + 1,
                        longer(CallPolicy.backoff(attempt), unavailable.retryAfter())));
        };
    }

    private Step timeUp(CallCommand.Timer timer, int attempt, Surroundings around) {
        return switch (timer) {
            case ACCEPT_AGAIN -> Step.just(new CallEffect.Accept(attempt, attempt > 1));
            case HELLO -> probe(around);
            case ASK_ADMISSION, REJECT_AGAIN, HANG_UP_AGAIN, MAX_DURATION, TOOL_ANSWER, LAST_WORDS, TRANSFER, DRAIN ->
                Step.NOTHING;
        };
    }

    /** A sideband that opens proves the accept; one that stays unknown clears the way for another. */
    private static Step probe(Surroundings around) {
        return Running.attach(around);
    }

    private Step reported(Report report, Surroundings around) {
        return switch (report) {
            case Report.Hello hello -> CallState.own(hello);
            case Report.ToolAwaited tool -> Step.NOTHING;
            case Report.Facts facts -> accepted(facts, around);
            case Report.Unattachable unattachable when !unattachable.last().isEmpty() -> accepted(unattachable, around);
            case Report.Unattachable unattachable ->
                late(around)
                        ? CallState.sendAway(report)
                                .plus(failed(Verdict.UPSTREAM, "no accept was confirmed in time", around))
                        : CallState.sendAway(report)
                                .then(new CallEffect.Wait(CallCommand.Timer.ACCEPT_AGAIN, 2, CallPolicy.backoff(1)));
            case Report.Expired expired -> CallState.sendAway(report);
            case Report.ModelFailed failed -> Step.NOTHING;
            case Report.Silent silent -> Step.NOTHING;
            case Report.SpokenOut spokenOut -> Step.NOTHING;
            case Report.Drained drained -> CallState.sendAway(report);
        };
    }

    /** A session that saw anything proves the accept. */
    private Step accepted(Report seen, Surroundings around) {
        return Step.record(new CallEvent.CallAccepted(around.now()))
                .plus(new Running(Live.accepted(offered, admitted, around.now()))
                        .on(new CallCommand.FromSession(seen), around));
    }

    private static Step failed(Verdict verdict, String detail, Surroundings around) {
        return Step.record(new CallEvent.AcceptFailed(around.now(), verdict, detail))
                .then(new CallEffect.Reject(around.policy().sip().of(Termination.ACCEPT_FAILED), 1));
    }

    private boolean late(Surroundings around) {
        return requestedAt != null
                && requestedAt.plus(around.policy().acceptWithin()).isBefore(around.now());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public CallState apply(CallEvent event) {
        if (event instanceof CallEvent.AcceptRequested requested) {
            return new Accepting(offered, admitted, requestedAt == null ? requested.at() : requestedAt);
        }
        if (event instanceof CallEvent.CallAccepted accepted) {
            return new Running(Live.accepted(offered, admitted, accepted.at()));
        }
        if (event instanceof CallEvent.AcceptFailed failed) {
            return new Rejecting(offered, admitted.tenant(), Termination.ACCEPT_FAILED, failed.detail(), true);
        }
        if (event instanceof CallEvent.CallRefused refused) {
            return new Rejecting(offered, admitted.tenant(), refused.reason(), null, true);
        }
        return event instanceof CallEvent.CallEnded ended
                ? new Ended(admitted.tenant(), ended.termination())
                : ignore(event);
    }
}
