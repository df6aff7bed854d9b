package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.realtime.ClientEvent;
import dev.tandem.protocol.realtime.ResponseStatus;
import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.socket.Socket;
import dev.tandem.socket.SocketEnd;
import dev.tandem.socket.Sockets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

    /** One failed response happens; after so many in a row nothing will be said any more. */
    private static final int MODEL_FAILURES = 3;

    private static final Duration TICK = Duration.ofSeconds(1);

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

    private record Tick() implements Command {}

    private final RealtimeSettings settings;
    private final String node;
    private Consumer<Report> call;
    private final Clock clock = Clock.systemUTC();
    private final Sideband sideband;
    private final Attachment line;
    private final Conversation conversation;
    private final ResponseGate gate = new ResponseGate();
    private final Outbox outbox;
    private final Set<String> toolsSeen = new HashSet<>();
    /** An entity that recovers repeats its answers; the model gets each once. */
    private final Set<String> toolsWritten = new HashSet<>();

    private final Map<String, String> unwritten = new LinkedHashMap<>();
    private long headToldNanos;
    private long lastSoundNanos;
    private Instant lastHeardAt;
    private long eventIds;
    private int modelFailures;
    private boolean playing;
    private boolean finishing;
    private boolean hungUp;
    private boolean overflowed;
    private boolean handingOver;

    /** @param call takes reports to the call's entity, wherever it is */
    public static Behavior<Command> create(
            Sideband sideband, RealtimeSettings settings, Sockets sockets, String node, Consumer<Report> call) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new RealtimeSession(context, timers, sideband, settings, sockets, node, call)));
    }

    private RealtimeSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Sideband sideband,
            RealtimeSettings settings,
            Sockets sockets,
            String node,
            Consumer<Report> call) {
        super(context);
        this.settings = settings;
        this.node = node;
        this.call = call;
        this.sideband = sideband;
        this.line = new Attachment(sideband, settings, sockets, context.getSelf(), timers, context.getLog());
        this.conversation = new Conversation(sideband.agent(), sideband.lastItemId());
        this.outbox = new Outbox(settings.maxOutboxFacts(), settings.maxOutboxChars());
        sideband.openTools().forEach(toolCallId -> {
            toolsSeen.add(toolCallId);
            gate.toolRequested(toolCallId);
        });
        if (sideband.owesResponse()) {
            gate.wantContinuation();
        }
        if (line.follows()) {
            conversation.detached(sideband.detachedSince());
        }
        lastSoundNanos = System.nanoTime();
        lastHeardAt = clock.instant();
        timers.startTimerWithFixedDelay(new Tick(), TICK);
        hello();
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
                gate.wantGreeting();
                speak();
            }
            case AnswerTool(String toolCallId, String output) -> {
                if (!toolsWritten.contains(toolCallId)) {
                    unwritten.put(toolCallId, output);
                    writeToolOutputs();
                    speak();
                }
            }
            case FinishSpeaking() -> {
                finishing = true;
                reportWhenQuiet();
            }
            case HungUp() -> {
                hungUp = true;
                line.over();
                reportWhenDrained();
            }
            case Superseded() -> {
                return Behaviors.stopped();
            }
            case HandOver(ActorRef<Report> reports) -> {
                if (reports != null) {
                    call = reports::tell;
                }
                handingOver = true;
                outbox.all().forEach(this::tellFact);
                return handedOver();
            }
            case Rejoin(Sideband now) -> rejoin(now);
            case Opened(int of, Socket opened) -> opened(of, opened);
            case Refused(int of, int status, String reason) -> refused(of, status, reason);
            case Heard heard -> heard(heard);
            case Ended(int of, SocketEnd end) -> ended(of, end);
            case Connect() -> line.connect();
            case Tick() -> tick();
        }
        return this;
    }

    /** The socket stays open until everything so far is in the journal, so that the call is without one only for a moment. */
    private Behavior<Command> handedOver() {
        if (!handingOver || !outbox.isEmpty()) {
            return this;
        }
        if (!line.isOpen()) {
            return Behaviors.stopped();
        }
        line.letGo();
        fact(new CallEvent.SidebandLost(clock.instant(), line.epoch(), SidebandLoss.HANDED_OVER));
        return this;
    }

    private void rejoin(Sideband now) {
        hello();
        outbox.all().forEach(this::tellFact);
        if (line.isOpen()) {
            // Journalled twice is a no-op; a call that lost this fact learns it here.
            fact(new CallEvent.SidebandAttached(clock.instant(), line.epoch(), node));
        }
        line.rejoin(now.accepted());
    }

    private void hello() {
        call.accept(new Report.Hello(line.epoch(), getContext().getSelf()));
    }

    private void opened(int of, Socket opened) {
        boolean first = !line.everAttached();
        if (!line.opened(of, opened)) {
            return;
        }
        Instant at = clock.instant();
        if (first) {
            lostBeforeUs(at);
        }
        conversation.attached(at);
        fact(new CallEvent.SidebandAttached(at, line.epoch(), node));
        line.send(new ClientEvent.UpdateSession(
                eventId(), SessionSettings.of(sideband.agent()).withoutModel().withoutVoice()));
        for (String itemId : conversation.itemsWithoutWords()) {
            line.send(new ClientEvent.RetrieveItem(eventId(), itemId));
        }
        writeToolOutputs();
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
            fact(new CallEvent.SidebandLost(at, line.epoch() - 1, SidebandLoss.NODE_LOST));
        }
    }

    private void ended(int of, SocketEnd end) {
        if (!line.isCurrent(of)) {
            return;
        }
        line.ended();
        playing = false;
        if (hungUp) {
            reportWhenDrained();
            return;
        }
        Instant at = clock.instant();
        fact(new CallEvent.SidebandLost(at, line.epoch(), Attachment.cause(end)));
        // A half-open socket was deaf since the last event, not since the pong was missed.
        conversation.detached(end == SocketEnd.SILENT ? lastHeardAt : at);
        gate.reattached();
        line.lost(end);
        reportWhenDrained();
    }

    private void heard(Heard heard) {
        if (!line.isCurrent(heard.connection)) {
            return;
        }
        line.heard();
        switch (heard.event) {
            case ServerEvent.ResponseCreated(String responseId) -> gate.responseCreated(responseId);
            case ServerEvent.ResponseDone done -> {
                gate.responseDone(done.responseId());
                responded(done.status());
            }
            case ServerEvent.PlaybackStarted started -> playing = true;
            case ServerEvent.PlaybackStopped stopped -> playing = false;
            case ServerEvent.PlaybackCleared cleared -> playing = false;
            case ServerEvent.ErrorReported error -> error(error);
            default -> {} // Only the conversation cares.
        }
        if (!(heard.event instanceof ServerEvent.RateLimitsUpdated)) {
            lastSoundNanos = heard.nanos;
        }
        lastHeardAt = clock.instant();
        for (CallEvent.Observed fact : conversation.hear(heard.event, lastHeardAt, heard.nanos)) {
            if (fact instanceof CallEvent.ToolRequested tool) {
                if (!toolsSeen.add(tool.toolCallId())) {
                    continue;
                }
                gate.toolRequested(tool.toolCallId());
            }
            fact(fact);
        }
        speak();
        reportWhenQuiet();
    }

    private void responded(ResponseStatus status) {
        modelFailures = status == ResponseStatus.FAILED ? modelFailures + 1 : 0;
        if (modelFailures >= MODEL_FAILURES) {
            call.accept(new Report.ModelFailed(line.epoch(), getContext().getSelf()));
        }
    }

    private void error(ServerEvent.ErrorReported error) {
        if ("session_expired".equals(error.code())) {
            line.expire();
            return;
        }
        if ("conversation_already_has_active_response".equals(error.code())) {
            gate.refused();
        }
        getContext().getLog().info("call {} provider says {}: {}", sideband.callId(), error.type(), error.code());
    }

    private void speak() {
        if (!line.isOpen() || hungUp) {
            return;
        }
        switch (gate.next()) {
            case NOTHING -> {}
            case GREETING ->
                line.send(new ClientEvent.CreateResponse(
                        eventId(),
                        "Greet the caller by saying exactly this and nothing else: \""
                                + sideband.agent().greeting() + "\""));
            case CONTINUE -> line.send(new ClientEvent.CreateResponse(eventId(), null));
        }
    }

    private void writeToolOutputs() {
        if (!line.isOpen()) {
            return;
        }
        for (var each = unwritten.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, String> output = each.next();
            if (!line.send(new ClientEvent.AnswerTool(eventId(), output.getKey(), output.getValue()))) {
                return;
            }
            each.remove();
            toolsWritten.add(output.getKey());
            gate.toolAnswered(output.getKey());
            fact(new CallEvent.ToolAnswered(clock.instant(), output.getKey()));
        }
    }

    private void fact(CallEvent.Observed fact) {
        if (!outbox.add(fact)) {
            if (!overflowed) {
                overflowed = true;
                getContext().getLog().error("call {} outbox full, facts are lost", sideband.callId());
                conversation.detached(clock.instant());
            }
            return;
        }
        overflowed = false;
        tellFact(fact);
    }

    private void tellFact(CallEvent.Observed fact) {
        headToldNanos = System.nanoTime();
        call.accept(new Report.Fact(line.epoch(), getContext().getSelf(), fact));
    }

    private void acknowledged(String factId) {
        outbox.acknowledge(factId);
        headToldNanos = System.nanoTime();
        reportWhenDrained();
        reportWhenQuiet();
    }

    private void tick() {
        long now = System.nanoTime();
        if (!outbox.isEmpty() && now - headToldNanos > settings.resendAfter().toNanos()) {
            tellFact(outbox.head());
        }
        reportWhenDrained();
        reportWhenQuiet();
        boolean silent = now - lastSoundNanos > sideband.agent().silence().toNanos();
        if (line.isOpen() && silent && !playing && !gate.waitsForTools()) {
            call.accept(new Report.Silent(line.epoch(), getContext().getSelf()));
        }
    }

    /** The last word of a session comes only when every fact before it is in the journal. */
    private void reportWhenDrained() {
        if (line.gaveUp() || hungUp && !line.isOpen()) {
            conversation.wordsThatNeverCame(clock.instant()).forEach(this::fact);
        }
        if (!outbox.isEmpty()) {
            return;
        }
        if (hungUp && !line.isOpen()) {
            call.accept(new Report.Drained(line.epoch(), getContext().getSelf()));
        } else if (line.gaveUp() && line.expired()) {
            call.accept(new Report.Expired(line.epoch(), getContext().getSelf()));
        } else if (line.gaveUp()) {
            call.accept(new Report.Unattachable(
                    line.epoch(), getContext().getSelf(), line.everAttached(), line.lastLoss()));
        }
    }

    private void reportWhenQuiet() {
        if (finishing && outbox.isEmpty() && !playing && !gate.busy()) {
            call.accept(new Report.SpokenOut(line.epoch(), getContext().getSelf()));
        }
    }

    private String eventId() {
        return "evt_" + line.epoch() + "_" + ++eventIds;
    }
}
