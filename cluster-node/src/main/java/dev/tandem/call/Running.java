package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.call.Verdict;
import dev.tandem.realtime.ControlAnswer;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import dev.tandem.realtime.Standing;
import java.time.Duration;

/** Caller and agent talk. The session tells what it sees; the call journals it, runs tools and decides when it is over. */
record Running(Live live) implements CallState {

    @Override
    public Step on(CallCommand command, Surroundings around) {
        return switch (command) {
            case CallCommand.FromSession(Report report) -> reported(report, around);
            case CallCommand.ToolRan ran -> ToolRules.ran(live, ran, around);
            case CallCommand.ReferAnswered(ControlAnswer answer, String toolCallId) ->
                referred(answer, toolCallId, around);
            case CallCommand.TimeUp(CallCommand.Timer timer, int attempt) -> timeUp(timer, attempt, around);
            case CallCommand.Recovered recovered -> recovered(around);
            case CallCommand.SessionGone gone -> attach(around);
            case CallCommand.HangUp hangUp ->
                CallState.answer(hangUp, CallCommand.HangUpAnswer.REQUESTED)
                        .plus(stop(Termination.OPERATOR_HANGUP, around));
            case CallCommand.Offer offer -> CallState.repeated(offer);
            case CallCommand.AnswerRollCall roll -> CallState.present(roll, around, true);
            case CallCommand.AcceptAnswered accept -> Step.NOTHING;
            case CallCommand.FromAdmission admission -> Step.NOTHING;
            case CallCommand.RejectAnswered reject -> Step.NOTHING;
            case CallCommand.HangUpAnswered hungUp -> Step.NOTHING;
            case CallCommand.Leave leave -> Step.NOTHING;
            case CallCommand.LookAgain look -> Step.NOTHING;
        };
    }

    /** Journals the decision to end the call, then hangs up. */
    static Step stop(Termination reason, Surroundings around) {
        return Step.record(new CallEvent.StopRequested(around.now(), reason)).then(new CallEffect.HangUp(1));
    }

    static Step attach(Surroundings around) {
        return attach(null, around);
    }

    private static Step attach(Standing standing, Surroundings around) {
        return Step.just(
                new CallEffect.Attach(standing),
                new CallEffect.Wait(CallCommand.Timer.HELLO, 1, around.policy().helloWithin()));
    }

    private Step reported(Report report, Surroundings around) {
        if (report.epoch() < live.line().epoch()) {
            return CallState.sendAway(report);
        }
        return switch (report) {
            case Report.Hello hello -> CallState.own(hello).plus(reminders(around));
            case Report.ToolAwaited tool -> Step.NOTHING;
            case Report.Facts facts -> observed(facts, around);
            case Report.Unattachable unattachable -> unattachable(unattachable, around);
            case Report.Expired expired -> stop(Termination.SESSION_EXPIRED, around);
            case Report.ModelFailed failed -> stop(Termination.PROVIDER_ERROR, around);
            case Report.Silent silent -> stop(Termination.SILENCE, around);
            case Report.SpokenOut spokenOut ->
                live.leaving() == Live.Leaving.ENDING ? stop(Termination.AGENT_ENDED, around) : Step.NOTHING;
            // A node that leaves has closed it; what is not known to be closed is not opened again.
            case Report.Drained drained ->
                live.line().attached() || live.line().node() != null
                        ? Step.NOTHING
                        : attach(drained.standing(), around);
        };
    }

    /** What a session that just spoke up must know; it ignores what it knows already. */
    private Step reminders(Surroundings around) {
        Step answers = ToolRules.answersOwed(live, 1, around);
        return live.leaving() == Live.Leaving.ENDING && live.tools().isEmpty()
                ? answers.plus(lastWords(around))
                : answers;
    }

    /** One fact after the other, each as if those before it were journalled; one write for all. */
    private Step observed(Report.Facts facts, Surroundings around) {
        Step step = CallState.acknowledge(facts);
        Live now = live;
        for (CallEvent.Observed fact : facts.events()) {
            Step next = new Running(now).observed(fact, around);
            for (CallEvent event : next.events()) {
                now = now.apply(event);
            }
            step = step.plus(next);
        }
        return step;
    }

    private Step observed(CallEvent.Observed fact, Surroundings around) {
        if (live.knows(fact)) {
            return ToolRules.known(live, fact);
        }
        Step journalled = Step.record(fact);
        if (fact instanceof CallEvent.SidebandAttached && mustGreet()) {
            return journalled
                    .and(new CallEvent.GreetingIssued(around.now()))
                    .then(new CallEffect.ToSession(new RealtimeSession.Greet()), maxDuration(around));
        }
        if (fact instanceof CallEvent.SidebandAttached) {
            return journalled.then(maxDuration(around));
        }
        if (fact instanceof CallEvent.ToolRequested tool) {
            return journalled.plus(ToolRules.requested(live, tool, around));
        }
        if (fact instanceof CallEvent.ToolAnswered answered
                && live.leaving() == Live.Leaving.ENDING
                && live.tools().minus(answered.toolCallId()).isEmpty()) {
            return journalled.plus(lastWords(around));
        }
        return journalled;
    }

    private boolean mustGreet() {
        return !live.talk().greeted() && !live.agent().greeting().isBlank();
    }

    private static Step lastWords(Surroundings around) {
        return Step.just(
                new CallEffect.ToSession(new RealtimeSession.FinishSpeaking()),
                new CallEffect.Wait(
                        CallCommand.Timer.LAST_WORDS, 1, around.policy().lastWords()));
    }

    private CallEffect maxDuration(Surroundings around) {
        Duration lived = Duration.between(live.acceptedAt(), around.now());
        Duration left = live.agent().maxDuration().minus(lived);
        return new CallEffect.Wait(CallCommand.Timer.MAX_DURATION, 1, left.isNegative() ? Duration.ZERO : left);
    }

    /** Its last facts and the decision that follows from them, in one write. */
    private Step unattachable(Report.Unattachable report, Surroundings around) {
        Step told = observed(report.facts(), around);
        Live then = live;
        for (CallEvent event : told.events()) {
            then = then.apply(event);
        }
        return told.plus(stop(new Running(then).whyUnattachable(report), around));
    }

    private Termination whyUnattachable(Report.Unattachable report) {
        return switch (live.leaving()) {
            case ENDING -> Termination.AGENT_ENDED;
            case HANDED_OVER -> Termination.TRANSFERRED;
            case NO, TRANSFERRING -> {
                if (live.line().epoch() == 0) {
                    yield Termination.LEFT_BEFORE_ANSWER;
                }
                // A session that took the call up only knows that its node lost it; the journal may know of an earlier
                // end.
                boolean providerEnded = live.line().endedByProvider()
                        || report.cause() == SidebandLoss.CLOSED
                        || report.cause() == SidebandLoss.CUT;
                yield providerEnded ? Termination.CALLER_LEFT : Termination.SIDEBAND_LOST;
            }
        };
    }

    private Step referred(ControlAnswer answer, String toolCallId, Surroundings around) {
        Live.OpenTool tool = live.tools().get(toolCallId);
        if (tool == null || tool.output() != null) {
            return Step.NOTHING;
        }
        return switch (answer) {
            case ControlAnswer.Done() ->
                Step.record(new CallEvent.TransferHandedOver(around.now()))
                        .plus(ToolRules.finish(
                                toolCallId, ToolOutcome.SUCCEEDED, "{\"transfer\":\"handed over\"}", around))
                        .then(new CallEffect.Wait(
                                CallCommand.Timer.TRANSFER, 1, around.policy().transferWithin()));
            case ControlAnswer.Gone gone -> stop(Termination.CALLER_LEFT, around);
            case ControlAnswer.Refused refused -> transferFailed(toolCallId, Verdict.OURS, refused.detail(), around);
            case ControlAnswer.Unavailable unavailable ->
                transferFailed(toolCallId, Verdict.UPSTREAM, unavailable.detail(), around);
        };
    }

    private static Step transferFailed(String toolCallId, Verdict verdict, String detail, Surroundings around) {
        return Step.record(new CallEvent.TransferFailed(around.now(), toolCallId, verdict, detail))
                .plus(ToolRules.finish(
                        toolCallId,
                        ToolOutcome.FAILED,
                        "{\"error\":\"The transfer did not work; the caller is still here.\"}",
                        around));
    }

    private Step timeUp(CallCommand.Timer timer, int attempt, Surroundings around) {
        return switch (timer) {
            case MAX_DURATION -> stop(Termination.MAX_DURATION, around);
            case LAST_WORDS ->
                live.leaving() == Live.Leaving.ENDING ? stop(Termination.AGENT_ENDED, around) : Step.NOTHING;
            case TRANSFER ->
                live.leaving() == Live.Leaving.HANDED_OVER ? stop(Termination.TRANSFERRED, around) : Step.NOTHING;
            case HELLO -> attach(around);
            case TOOL_ANSWER -> ToolRules.answersOwed(live, attempt, around);
            case ASK_ADMISSION, ACCEPT_AGAIN, REJECT_AGAIN, HANG_UP_AGAIN, DRAIN -> Step.NOTHING;
        };
    }

    private Step recovered(Surroundings around) {
        Step step = attach(around).then(maxDuration(around)).plus(ToolRules.recovered(live, around));
        return switch (live.leaving()) {
            case NO, TRANSFERRING -> step;
            case ENDING ->
                step.then(new CallEffect.Wait(
                        CallCommand.Timer.LAST_WORDS, 1, around.policy().lastWords()));
            case HANDED_OVER ->
                step.then(new CallEffect.Wait(
                        CallCommand.Timer.TRANSFER, 1, around.policy().transferWithin()));
        };
    }

    @Override
    public boolean holdsSlot() {
        return true;
    }

    @Override
    public CallState apply(CallEvent event) {
        if (event instanceof CallEvent.StopRequested stop) {
            return new Stopping(live, stop.reason(), null);
        }
        return event instanceof CallEvent.CallEnded ended
                ? new Ended(live.admitted().tenant(), ended.termination())
                : new Running(live.apply(event));
    }
}
