package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.realtime.ClientEvent;
import dev.tandem.protocol.realtime.Item;
import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.socket.Socket;
import dev.tandem.socket.SocketEnd;
import dev.tandem.socket.Sockets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Speaks for one call on its sideband: opens the WebSocket and opens it again when it is lost, tells the call's entity what
 * was seen, asks the model to speak. It outlives the entity, its shard and the journal; it decides nothing about the call.
 */
public final class RealtimeSession extends AbstractBehavior<RealtimeSession.Command> {

    private static final Duration TICK = Duration.ofSeconds(1);

    /** What every session of a node works with. */
    public record Means(
            RealtimeSettings settings,
            Sockets sockets,
            CallControl control,
            BooleanSupplier journalIsWell,
            String node) {}

    /** What a session is told. */
    public sealed interface Command {}

    /** The fact is in the journal. */
    public record Acknowledged(String factId) implements Command {}

    /** The greeting may be asked for, once. */
    public record Greet() implements Command {}

    /** The model is to get this output, and then to go on. */
    public record AnswerTool(String toolCallId, String output) implements Command {}

    /** Say when nothing is being said any more. */
    public record FinishSpeaking() implements Command {}

    /** The call was hung up: no more re-attaching; say when everything is told. */
    public record HungUp() implements Command {}

    /** The call is over, or someone else speaks for it: leave. */
    public record Superseded() implements Command {}

    /** The call is there, and this session speaks for it. */
    public record Owned() implements Command {}

    /** The call would run a tool now, if the model still waits for it. */
    public record ToolReady(String toolCallId) implements Command {}

    /** The call waits for nothing more of that tool call. */
    public record ToolClosed(String toolCallId) implements Command {}

    /**
     * This node leaves: tell the rest of what was seen, close, and go; another node speaks for the call then.
     *
     * @param reports where reports go from now on, because this node's sharding ends; null while it does not
     */
    public record HandOver(ActorRef<Report> reports) implements Command {}

    /** The entity has (re)started and wants to know who speaks for it. */
    public record Rejoin(Sideband sideband) implements Command {}

    record Opened(int connection, Socket socket) implements Command {}

    record Refused(int connection, int status, String reason) implements Command {}

    record Heard(int connection, ServerEvent event, long nanos) implements Command {}

    record Ended(int connection, SocketEnd end) implements Command {}

    record Connect() implements Command {}

    record ReadBack(List<CallEvent.Observed> facts) implements Command {}

    record SpillFailed(String why) implements Command {}

    record HungUpUnowned(ControlAnswer answer) implements Command {}

    record HangUpUnowned() implements Command {}

    private record Tick() implements Command {}

    private final Means means;
    private final Clock clock = Clock.systemUTC();
    private final Sideband sideband;
    private final Attachment line;
    private final Conversation conversation;
    private final ResponseGate gate = new ResponseGate();
    private final Healing healing;
    private final ToolCalls tools;
    private final Reports reports;
    private final Speech speech;
    private final Ownership ownership;
    private final OrphanHangUp orphan;
    private Instant lastHeardAt = clock.instant();
    private boolean hungUp;
    private boolean handingOver;

    /** @param call takes reports to the call's entity, wherever it is */
    public static Behavior<Command> create(Sideband sideband, Means means, Consumer<Report> call) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new RealtimeSession(context, timers, sideband, means, call)));
    }

    private RealtimeSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Sideband sideband,
            Means means,
            Consumer<Report> call) {
        super(context);
        this.means = means;
        this.sideband = sideband;
        RealtimeSettings settings = means.settings();
        this.line = new Attachment(sideband, settings, means.sockets(), context.getSelf(), timers, context.getLog());
        this.conversation = new Conversation(sideband.agent(), sideband.lastItemId(), sideband.knownItems());
        this.speech = new Speech(sideband.agent(), line, gate);
        this.healing = new Healing(conversation, line, gate);
        this.tools = new ToolCalls(sideband, line, gate, settings.toolPatience(), System.nanoTime());
        this.reports = new Reports(sideband.callId(), context, line, settings, sideband.lastItemId(), call);
        this.ownership = new Ownership(settings.orphanAfter(), sideband.agent().maxDuration(), System.nanoTime());
        this.orphan = new OrphanHangUp(sideband.callId(), means.control(), context, timers);
        if (sideband.owesResponse()) {
            gate.mayOweContinuation();
        }
        if (line.follows()) {
            conversation.detached(sideband.detachedSince());
        }
        timers.startTimerWithFixedDelay(new Tick(), TICK);
        reports.hello();
        line.connect();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onSignal(PostStop.class, stopped -> {
                    line.close();
                    return this;
                })
                .onAnyMessage(this::onCommand)
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Acknowledged(String factId) -> {
                acknowledged(factId);
                return handedOver();
            }
            case Greet() -> {
                owned();
                greet();
            }
            case ToolReady(String toolCallId) -> {
                owned();
                tools.ready(toolCallId);
                grantTools();
            }
            case AnswerTool(String toolCallId, String output) -> {
                owned();
                tools.answer(toolCallId, output);
                tools.write();
                speak();
            }
            case ToolClosed(String toolCallId) -> {
                owned();
                tools.closed(toolCallId);
                speak();
            }
            case FinishSpeaking() -> {
                owned();
                speech.finish();
                reportWhenQuiet();
            }
            case HungUp() -> {
                owned();
                hungUp = true;
                line.over();
                reportWhenDrained();
            }
            case Superseded() -> {
                return Behaviors.stopped();
            }
            case HandOver(ActorRef<Report> to) -> {
                if (to != null) {
                    reports.redirect(to::tell);
                }
                handingOver = true;
                reports.tellAgain();
                return handedOver();
            }
            case Owned() -> owned();
            case Rejoin(Sideband now) -> rejoin(now);
            case Opened(int of, Socket opened) -> opened(of, opened);
            case Refused(int of, int status, String reason) -> refused(of, status, reason);
            case Heard heard -> heard(heard);
            case Ended(int of, SocketEnd end) -> ended(of, end);
            case ReadBack(List<CallEvent.Observed> facts) -> reports.readBack(facts);
            case SpillFailed(String why) -> reports.spillFailed(why);
            case Connect() -> line.connect();
            case Tick() -> tick();
            case HangUpUnowned() -> orphan.hangUp();
            case HungUpUnowned(ControlAnswer answer) -> {
                return orphan.answered(answer) ? Behaviors.stopped() : this;
            }
        }
        return this;
    }

    /** The socket stays open until everything so far is in the journal, so that the call is without one only for a moment. */
    private Behavior<Command> handedOver() {
        if (!handingOver || !reports.areDelivered()) {
            return this;
        }
        if (!line.isOpen()) {
            return Behaviors.stopped();
        }
        line.letGo();
        reports.fact(new CallEvent.SidebandLost(clock.instant(), line.epoch(), SidebandLoss.HANDED_OVER));
        return this;
    }

    private void owned() {
        ownership.sign(System.nanoTime());
    }

    private void rejoin(Sideband now) {
        owned();
        reports.hello();
        reports.tellAgain();
        if (line.isOpen()) {
            // Journalled twice is a no-op; a call that lost this fact learns it here.
            reports.fact(new CallEvent.SidebandAttached(clock.instant(), line.epoch(), means.node()));
        }
        if (!hungUp) {
            line.rejoin(now.accepted());
        }
    }

    private void opened(int of, Socket opened) {
        boolean follows = line.everAttached() || line.follows();
        boolean first = !line.everAttached();
        if (!line.opened(of, opened)) {
            return;
        }
        Instant at = clock.instant();
        if (first) {
            lostBeforeUs(at);
        }
        conversation.attached(at);
        reports.fact(new CallEvent.SidebandAttached(at, line.epoch(), means.node()));
        line.send(new ClientEvent.UpdateSession(
                line.nextEventId(),
                SessionSettings.of(sideband.agent()).withoutModel().withoutVoice()));
        if (follows) {
            healing.begin(at);
        } else {
            gate.endIsUnknown();
        }
        tools.attached(System.nanoTime());
        grantTools();
        speak();
    }

    private void refused(int of, int status, String reason) {
        if (line.refused(of, status, reason)) {
            if (!line.everAttached()) {
                lostBeforeUs(clock.instant());
            }
            reportWhenDrained();
        }
    }

    /** The node that had the sideband could not tell that it lost it; without this the journal would have the sideband up to the end. */
    private void lostBeforeUs(Instant at) {
        if (line.follows()) {
            reports.fact(new CallEvent.SidebandLost(at, line.epoch() - 1, SidebandLoss.NODE_LOST));
        }
    }

    private void ended(int of, SocketEnd end) {
        if (!line.isCurrent(of)) {
            return;
        }
        line.ended();
        speech.detached();
        if (hungUp) {
            reportWhenDrained();
            return;
        }
        Instant at = clock.instant();
        reports.fact(new CallEvent.SidebandLost(at, line.epoch(), Attachment.cause(end)));
        // A half-open socket was deaf since the last event, not since the pong was missed.
        conversation.detached(end == SocketEnd.SILENT ? lastHeardAt : at);
        line.lost(end);
        reportWhenDrained();
    }

    private void heard(Heard heard) {
        if (!line.isCurrent(heard.connection)) {
            return;
        }
        line.heard();
        speech.hear(heard.event, heard.nanos);
        switch (heard.event) {
            case ServerEvent.ResponseDone done when speech.modelFails() -> reports.tell(Report.ModelFailed::new);
            case ServerEvent.ItemAdded(String before, Item.FunctionCallOutput output) -> written(output.toolCallId());
            case ServerEvent.ItemDone(String before, Item.FunctionCallOutput output) -> written(output.toolCallId());
            case ServerEvent.ItemRetrieved(Item.FunctionCallOutput output) -> written(output.toolCallId());
            case ServerEvent.ErrorReported error -> error(error);
            default -> {} // Only the conversation cares.
        }
        lastHeardAt = clock.instant();
        facts(healing.hear(heard.event, lastHeardAt, heard.nanos));
        grantTools();
        speak();
        reportWhenQuiet();
    }

    private void facts(List<CallEvent.Observed> facts) {
        for (CallEvent.Observed fact : facts) {
            if (!(fact instanceof CallEvent.ToolRequested tool)
                    || tools.asked(tool.toolCallId(), tool.name(), System.nanoTime())) {
                reports.fact(fact);
            }
        }
    }

    private void written(String toolCallId) {
        if (tools.written(toolCallId)) {
            reports.fact(new CallEvent.ToolAnswered(clock.instant(), toolCallId));
        }
    }

    private void grantTools() {
        for (String toolCallId : tools.granted()) {
            reports.tell((epoch, session) -> new Report.ToolAwaited(epoch, session, toolCallId));
        }
    }

    private void error(ServerEvent.ErrorReported error) {
        if ("session_expired".equals(error.code())) {
            line.expire();
            return;
        }
        String toolCallId = tools.refused(error.clientEventId());
        if (toolCallId != null) {
            written(toolCallId);
        }
        getContext().getLog().info("call {} provider says {}: {}", sideband.callId(), error.type(), error.code());
    }

    /** A greeting that comes late, from a call whose journal was away, is no greeting once someone has spoken. */
    private void greet() {
        if (conversation.hasBegun()) {
            getContext().getLog().info("call {} is not greeted: the conversation has begun", sideband.callId());
            return;
        }
        gate.wantGreeting();
        speak();
    }

    private void speak() {
        if (!hungUp) {
            speech.speak();
        }
    }

    private void acknowledged(String factId) {
        owned();
        if (factId.startsWith("tool/")) {
            tools.journalled(factId.substring("tool/".length()));
        }
        reports.acknowledged(factId);
        reportWhenDrained();
        reportWhenQuiet();
    }

    private void tick() {
        long now = System.nanoTime();
        Instant at = clock.instant();
        reports.tick(now);
        facts(healing.tick(at));
        for (String toolCallId : tools.giveUp(now)) {
            getContext().getLog().warn("call {} gives up tool call {}", sideband.callId(), toolCallId);
            reports.abandon(new CallEvent.ToolAbandoned(at, toolCallId, "no word of it in time"));
        }
        tools.tick(now);
        speak();
        if (ownership.tick(now, means.journalIsWell().getAsBoolean())
                || tools.anyWaitsLonger(means.settings().resendAfter(), now)) {
            reports.hello();
        }
        if (ownership.isOrphan() && !orphan.isBegun()) {
            hungUp = true;
            orphan.hangUp();
        }
        reportWhenDrained();
        reportWhenQuiet();
        if (speech.isSilent(now)) {
            reports.tell(Report.Silent::new);
        }
    }

    /** The last word of a session comes only when every fact before it is in the journal. */
    private void reportWhenDrained() {
        boolean over = line.gaveUp() || hungUp && !line.isOpen();
        if (over) {
            Instant at = clock.instant();
            facts(conversation.wordsThatNeverCame(at));
            reports.closeLoss(at);
        }
        if (!over || !reports.areDelivered()) {
            return;
        }
        if (hungUp) {
            reports.tell(Report.Drained::new);
        } else if (line.expired()) {
            reports.tell(Report.Expired::new);
        } else {
            reports.tell(
                    (epoch, session) -> new Report.Unattachable(epoch, session, line.everAttached(), line.lastLoss()));
        }
    }

    private void reportWhenQuiet() {
        if (speech.isFinished() && reports.areDelivered()) {
            reports.tell(Report.SpokenOut::new);
        }
    }
}
