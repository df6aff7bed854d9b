package dev.tandem.realtime;

import dev.tandem.persistence.log.CallLines;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.realtime.ClientEvent;
import dev.tandem.protocol.realtime.Item;
import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.realtime.RealtimeSession.Command;
import dev.tandem.socket.Socket;
import dev.tandem.socket.SocketEnd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** A session at work: joins its parts and hands each what concerns it. */
final class LiveSession extends AbstractBehavior<Command> {

    private static final Duration TICK = Duration.ofSeconds(1);

    /** Longer than a first sideband takes to open, shorter than a caller takes to say something and be answered. */
    private static final Duration LATE = Duration.ofMillis(500);

    private final RealtimeSession.Means means;
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
    private final Instant begun = clock.instant();
    private Instant lastHeardAt = begun;
    private boolean hungUp;
    private boolean handingOver;
    private boolean lossTold;

    LiveSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Sideband sideband,
            RealtimeSession.Means means,
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
        this.reports = new Reports(
                CallLines.of(sideband.callId(), sideband.tenant()),
                context,
                line,
                settings,
                sideband.lastItemId(),
                call);
        this.ownership = new Ownership(settings.orphanAfter(), sideband.agent().maxDuration(), System.nanoTime());
        this.orphan = new OrphanHangUp(sideband.callId(), means.control(), means.metrics(), context, timers);
        if (sideband.owesResponse()) {
            gate.mayOweContinuation();
        }
        if (line.follows()) {
            conversation.resume(sideband.open());
            conversation.detached(sideband.detachedSince());
        } else {
            // The caller is heard from the accept on, also before the first sideband is open.
            conversation.detached(begun);
        }
        timers.startTimerWithFixedDelay(new RealtimeSession.Tick(), TICK);
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
            case RealtimeSession.Acknowledged(List<String> factIds) -> {
                acknowledged(factIds);
                return handedOver();
            }
            case RealtimeSession.Greet() -> {
                owned();
                greet();
            }
            case RealtimeSession.ToolReady(String toolCallId) -> {
                owned();
                tools.ready(toolCallId);
                grantTools();
            }
            case RealtimeSession.AnswerTool(String toolCallId, String output) -> {
                owned();
                tools.answer(toolCallId, output);
                tools.write();
                speak();
            }
            case RealtimeSession.ToolClosed(String toolCallId) -> {
                owned();
                tools.closed(toolCallId);
                speak();
            }
            case RealtimeSession.FinishSpeaking() -> {
                owned();
                speech.finish();
                reportWhenQuiet();
            }
            case RealtimeSession.HungUp() -> {
                owned();
                hungUp = true;
                line.over();
                reportWhenDrained();
            }
            case RealtimeSession.Superseded() -> {
                return Behaviors.stopped();
            }
            case RealtimeSession.HandOver(ActorRef<Report> to) -> {
                if (to != null) {
                    reports.redirect(to::tell);
                }
                handingOver = true;
                reports.tellAgain();
                return handedOver();
            }
            case RealtimeSession.Owned() -> owned();
            case RealtimeSession.Rejoin(Sideband now) -> rejoin(now);
            case RealtimeSession.Opened(int of, Socket opened) -> opened(of, opened);
            case RealtimeSession.Refused(int of, int status, String reason) -> refused(of, status, reason);
            case RealtimeSession.Heard heard -> heard(heard);
            case RealtimeSession.Ended(int of, SocketEnd end) -> ended(of, end);
            case RealtimeSession.ReadBack(List<CallEvent.Observed> facts) -> reports.readBack(facts);
            case RealtimeSession.SpillFailed(String why) -> reports.spillFailed(why);
            case RealtimeSession.TellFacts() -> reports.tellFacts();
            case RealtimeSession.Connect() -> line.connect();
            case RealtimeSession.Tick() -> tick();
            case RealtimeSession.HangUpUnowned() -> orphan.hangUp();
            case RealtimeSession.HungUpUnowned(ControlAnswer answer) -> {
                return orphan.answered(answer) ? Behaviors.stopped() : this;
            }
        }
        return this;
    }

    /** The socket stays open until everything, its own loss included, is in the journal: the next one is opened without a write. */
    private Behavior<RealtimeSession.Command> handedOver() {
        if (!handingOver || !reports.areDelivered()) {
            return this;
        }
        Instant at = clock.instant();
        facts(conversation.overdue(at, at));
        if (line.isOpen() && !lossTold) {
            lossTold = true;
            reports.fact(new CallEvent.SidebandLost(at, line.epoch(), SidebandLoss.HANDED_OVER));
        }
        if (!reports.areDelivered()) {
            return this;
        }
        Standing standing = conversation.standing(at);
        line.letGo();
        reports.tell((epoch, session) -> new Report.Drained(epoch, session, standing));
        return Behaviors.stopped();
    }

    private void owned() {
        ownership.sign(System.nanoTime());
    }

    private void rejoin(Sideband now) {
        owned();
        tools.adopt(now.openTools(), System.nanoTime());
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
        if (follows || at.isAfter(begun.plus(LATE))) {
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
        CallEvent.SidebandLost loss = new CallEvent.SidebandLost(at, line.epoch(), Attachment.cause(end));
        if (end == SocketEnd.CLOSED) {
            reports.closed(loss);
        } else {
            reports.fact(loss);
        }
        // A half-open socket was deaf since the last event, not since the pong was missed.
        conversation.detached(end == SocketEnd.SILENT ? lastHeardAt : at);
        line.lost(end);
        reportWhenDrained();
    }

    private void heard(RealtimeSession.Heard heard) {
        if (!line.isCurrent(heard.connection())) {
            return;
        }
        line.heard();
        speech.hear(heard.event(), heard.nanos());
        switch (heard.event()) {
            case ServerEvent.ResponseDone done when speech.modelFails() -> reports.tell(Report.ModelFailed::new);
            case ServerEvent.ItemAdded(String before, Item.FunctionCallOutput output) -> written(output.toolCallId());
            case ServerEvent.ItemDone(String before, Item.FunctionCallOutput output) -> written(output.toolCallId());
            case ServerEvent.ItemRetrieved(Item.FunctionCallOutput output) -> written(output.toolCallId());
            case ServerEvent.ErrorReported error -> error(error);
            default -> {} // Only the conversation cares.
        }
        lastHeardAt = clock.instant();
        facts(healing.hear(heard.event(), lastHeardAt, heard.nanos()));
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
        getContext().getLog().info("provider says {}: {}", error.type(), error.code());
    }

    /** A greeting that comes late, from a call whose journal was away, is no greeting once someone has spoken. */
    private void greet() {
        if (conversation.hasBegun()) {
            getContext().getLog().info("not greeted: the conversation has begun");
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

    private void acknowledged(List<String> factIds) {
        owned();
        for (String factId : factIds) {
            if (factId.startsWith("tool/")) {
                tools.journalled(factId.substring("tool/".length()));
            }
        }
        reports.acknowledged(factIds);
        reportWhenDrained();
        reports.tellFacts();
        reportWhenQuiet();
    }

    private void tick() {
        long now = System.nanoTime();
        Instant at = clock.instant();
        reports.tick(now);
        facts(healing.tick(at));
        for (String toolCallId : tools.giveUp(now)) {
            getContext().getLog().warn("gives up tool call {}", toolCallId);
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

    /** The last word of a session comes when every fact before it is in the journal, or with those that are not. */
    private void reportWhenDrained() {
        boolean over = line.gaveUp() || hungUp && !line.isOpen();
        if (over) {
            Instant at = clock.instant();
            facts(conversation.wordsThatNeverCame(at));
            reports.closeLoss(at);
        }
        if (!over) {
            return;
        }
        if (!hungUp && !line.expired()) {
            reports.last()
                    .ifPresent(facts -> reports.tell((epoch, session) ->
                            new Report.Unattachable(epoch, session, line.everAttached(), line.lastLoss(), facts)));
        } else if (!reports.areDelivered()) {
            reports.tellFacts();
        } else if (hungUp) {
            reports.tell(Report.Drained::new);
        } else {
            reports.tell(Report.Expired::new);
        }
    }

    private void reportWhenQuiet() {
        if (speech.isFinished() && reports.areDelivered()) {
            reports.tell(Report.SpokenOut::new);
        }
    }
}
