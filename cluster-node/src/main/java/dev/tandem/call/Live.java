package dev.tandem.call;

import dev.tandem.agent.ToolAllowance;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.call.Speaker;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.realtime.ToolOutput;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * What an accepted call knows of itself, folded from its journal.
 *
 * @param known ids of the facts already journalled, so that a repeat is a no-op
 */
record Live(
        CallEvent.CallOffered offered,
        CallEvent.CallAdmitted admitted,
        Instant acceptedAt,
        Line line,
        Talk talk,
        PMap<String, OpenTool> tools,
        ToolAllowance allowance,
        Leaving leaving,
        PSet<String> known) {

    /**
     * The sideband.
     *
     * @param epoch the highest that is journalled, 0 before the first
     * @param node where its session lives or lived, null before the first and once that node has let it go
     * @param lastSign when the last sign of it was seen: what was said since may be lost
     * @param lostBy what ended it, null before the first and while it is attached
     */
    record Line(long epoch, boolean attached, String node, Instant lastSign, SidebandLoss lostBy) {
        /** A socket that the provider ended tells of the caller; one that we lost tells nothing. */
        boolean endedByProvider() {
            return lostBy == SidebandLoss.CLOSED || lostBy == SidebandLoss.CUT;
        }
    }

    /**
     * The conversation.
     *
     * @param lastItemId the turn journalled last
     * @param items the items journalled last, tool calls and their outputs among them
     * @param owesResponse a tool was answered and the agent has not spoken since
     */
    record Talk(String lastItemId, PVector<String> items, boolean greeted, boolean owesResponse) {

        /** Enough for what may arrive out of order; a session that takes over looks no further back. */
        private static final int MAX_ITEMS = 32;

        private Talk turn(String itemId, boolean nowOwes) {
            return new Talk(itemId, withItem(itemId), greeted, nowOwes);
        }

        private Talk with(String itemId, boolean nowOwes) {
            return new Talk(lastItemId, withItem(itemId), greeted, nowOwes);
        }

        private PVector<String> withItem(String itemId) {
            return (items.size() < MAX_ITEMS ? items : items.minus(0)).plus(itemId);
        }
    }

    /** A tool call the model waits for; {@code output} null until it ran, {@code target} null unless a transfer. */
    record OpenTool(String name, String arguments, int attempts, String output, String target) {}

    /** Whether the agent is on its way out of the call. */
    enum Leaving {
        NO,
        ENDING,
        TRANSFERRING,
        HANDED_OVER
    }

    static Live accepted(CallEvent.CallOffered offered, CallEvent.CallAdmitted admitted, Instant at) {
        return new Live(
                offered,
                admitted,
                at,
                new Line(0, false, null, at, null),
                new Talk(null, TreePVector.empty(), false, false),
                HashTreePMap.empty(),
                ToolAllowance.unused(),
                Leaving.NO,
                HashTreePSet.empty());
    }

    Agent agent() {
        return admitted.agent();
    }

    Optional<Tool> tool(String name) {
        return agent().tools().stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    boolean knows(CallEvent.Observed fact) {
        return known.contains(fact.factId());
    }

    Live apply(CallEvent event) {
        Live next = switch (event) {
            case CallEvent.SidebandAttached attached ->
                with(new Line(Math.max(line.epoch(), attached.epoch()), true, attached.node(), attached.at(), null));
            case CallEvent.SidebandLost lost ->
                with(new Line(
                        line.epoch(),
                        false,
                        lost.cause() == SidebandLoss.HANDED_OVER ? null : line.node(),
                        noticedLate(lost) ? line.lastSign() : lost.at(),
                        line.attached() ? lost.cause() : line.lostBy()));
            case CallEvent.GreetingIssued greeting ->
                with(new Talk(talk.lastItemId(), talk.items(), true, talk.owesResponse()));
            case CallEvent.TurnTranscribed turn ->
                with(talk.turn(turn.itemId(), talk.owesResponse() && turn.speaker() == Speaker.CALLER));
            case CallEvent.TurnUntranscribed turn -> with(talk.turn(turn.itemId(), talk.owesResponse()));
            case CallEvent.ToolRequested tool -> requested(tool);
            case CallEvent.ToolStarted started -> started(started);
            case CallEvent.TransferRequested transfer -> transferring(transfer);
            case CallEvent.ToolFinished finished -> finished(finished);
            case CallEvent.ToolAnswered answered ->
                with(talk.with(ToolOutput.itemId(answered.toolCallId()), true)).closed(answered.toolCallId());
            case CallEvent.ToolAbandoned abandoned -> abandoned(abandoned.toolCallId());
            case CallEvent.TransferHandedOver handedOver -> with(Leaving.HANDED_OVER);
            case CallEvent.TransferFailed failed -> leaving == Leaving.TRANSFERRING ? with(Leaving.NO) : this;
            case CallEvent.TurnInterrupted turn -> this;
            case CallEvent.TurnTimed turn -> this;
            case CallEvent.UsageRecorded usage -> this;
            case CallEvent.TranscriptGap gap -> this;
            case CallEvent.DtmfReceived dtmf -> this;
            case CallEvent.AgentHandedOff handoff -> this;
            case CallEvent.CallOffered offered -> this;
            case CallEvent.CallAdmitted admitted -> this;
            case CallEvent.CallRefused refused -> this;
            case CallEvent.CallRejected rejected -> this;
            case CallEvent.AcceptRequested requested -> this;
            case CallEvent.CallAccepted accepted -> this;
            case CallEvent.AcceptFailed failed -> this;
            case CallEvent.StopRequested stop -> this;
            case CallEvent.CallHungUp hungUp -> this;
            case CallEvent.CallEnded ended -> this;
        };
        return event instanceof CallEvent.Observed fact ? next.knowing(fact) : next;
    }

    /** A dead node and a half-open socket are noticed long after the last word came through. */
    private static boolean noticedLate(CallEvent.SidebandLost lost) {
        return lost.cause() == SidebandLoss.NODE_LOST || lost.cause() == SidebandLoss.SILENT;
    }

    private Live requested(CallEvent.ToolRequested tool) {
        Leaving now = tool(tool.name()).filter(Tool.EndCall.class::isInstance).isPresent() ? Leaving.ENDING : leaving;
        OpenTool open = new OpenTool(tool.name(), tool.arguments().text(), 0, null, null);
        return with(tools.plus(tool.toolCallId(), open), allowance.requested())
                .with(talk.with(tool.itemId(), talk.owesResponse()))
                .with(now);
    }

    private Live started(CallEvent.ToolStarted started) {
        OpenTool tool = tools.get(started.toolCallId());
        return tool == null
                ? this
                : with(
                        tools.plus(
                                started.toolCallId(),
                                new OpenTool(tool.name(), tool.arguments(), started.attempt(), null, tool.target())),
                        allowance);
    }

    private Live transferring(CallEvent.TransferRequested transfer) {
        OpenTool tool = tools.get(transfer.toolCallId());
        return tool == null
                ? this
                : with(
                                tools.plus(
                                        transfer.toolCallId(),
                                        new OpenTool(tool.name(), tool.arguments(), 1, null, transfer.target())),
                                allowance)
                        .with(Leaving.TRANSFERRING);
    }

    private Live finished(CallEvent.ToolFinished finished) {
        OpenTool tool = tools.get(finished.toolCallId());
        ToolOutcome outcome = finished.outcome();
        return tool == null
                ? this
                : with(
                        tools.plus(
                                finished.toolCallId(),
                                new OpenTool(
                                        tool.name(),
                                        tool.arguments(),
                                        tool.attempts(),
                                        finished.output().text(),
                                        tool.target())),
                        allowance.finished(outcome));
    }

    /** A tool of our own that was given up never took effect: the agent stays. */
    private Live abandoned(String toolCallId) {
        OpenTool open = tools.get(toolCallId);
        boolean stays = open != null
                && (leaving == Leaving.TRANSFERRING && open.target() != null
                        || leaving == Leaving.ENDING
                                && tool(open.name())
                                        .filter(Tool.EndCall.class::isInstance)
                                        .isPresent());
        return closed(toolCallId).with(stays ? Leaving.NO : leaving);
    }

    private Live closed(String toolCallId) {
        return with(tools.minus(toolCallId), allowance);
    }

    private Live with(Line now) {
        return new Live(offered, admitted, acceptedAt, now, talk, tools, allowance, leaving, known);
    }

    private Live with(Talk now) {
        return new Live(offered, admitted, acceptedAt, line, now, tools, allowance, leaving, known);
    }

    private Live with(PMap<String, OpenTool> now, ToolAllowance left) {
        return new Live(offered, admitted, acceptedAt, line, talk, now, left, leaving, known);
    }

    private Live with(Leaving now) {
        return new Live(offered, admitted, acceptedAt, line, talk, tools, allowance, now, known);
    }

    private Live knowing(CallEvent.Observed fact) {
        Line heard = line.attached() ? new Line(line.epoch(), true, line.node(), fact.at(), null) : line;
        return new Live(
                offered, admitted, acceptedAt, heard, talk, tools, allowance, leaving, known.plus(fact.factId()));
    }
}
