package dev.tandem.realtime;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.realtime.ClientEvent;
import dev.tandem.protocol.realtime.ClientEvents;
import dev.tandem.protocol.realtime.ResponseStatus;
import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.socket.Socket;
import dev.tandem.socket.SocketEnd;
import dev.tandem.socket.Sockets;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

    /** A call that is known to be accepted and yet gets 404 on a re-attach is tried this often before it counts as over. */
    private static final int REATTACH_TRIES = 3;

    /** One failed response happens; after so many in a row nothing will be said any more. */
    private static final int MODEL_FAILURES = 3;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(150);
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

    private record Connect() implements Command {}

    private record Tick() implements Command {}

    private final TimerScheduler<Command> timers;
    private final RealtimeSettings settings;
    private final Sockets sockets;
    private final String node;
    private Consumer<Report> call;
    private final Clock clock = Clock.systemUTC();
    private final Sideband sideband;
    private final Conversation conversation;
    private final ResponseGate gate = new ResponseGate();
    private final Outbox outbox;
    private final Set<String> toolsSeen = new HashSet<>();
    /** An entity that recovers repeats its answers; the model gets each once. */
    private final Set<String> toolsWritten = new HashSet<>();

    private final Map<String, String> unwritten = new LinkedHashMap<>();
    private long epoch;
    private int connection;
    private SidebandListener listener;
    private Socket socket;
    private boolean everAttached;
    private boolean accepted;
    private SidebandLoss lastLoss = SidebandLoss.REFUSED;
    private int tries;
    private long tryingSinceNanos;
    private long headToldNanos;
    private long lastSoundNanos;
    private Instant lastHeardAt;
    private long eventIds;
    private int modelFailures;
    private boolean playing;
    private boolean finishing;
    private boolean hungUp;
    private boolean gaveUp;
    private boolean expired;
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
        this.timers = timers;
        this.settings = settings;
        this.sockets = sockets;
        this.node = node;
        this.call = call;
        this.sideband = sideband;
        this.accepted = sideband.accepted();
        this.epoch = sideband.epoch();
        this.conversation = new Conversation(sideband.agent(), sideband.lastItemId());
        this.outbox = new Outbox(settings.maxOutboxFacts(), settings.maxOutboxChars());
        sideband.openTools().forEach(toolCallId -> {
            toolsSeen.add(toolCallId);
            gate.toolRequested(toolCallId);
        });
        if (sideband.owesResponse()) {
            gate.wantContinuation();
        }
        if (sideband.detachedSince() != null) {
            lastLoss = SidebandLoss.NODE_LOST;
            conversation.detached(sideband.detachedSince());
        }
        lastSoundNanos = System.nanoTime();
        lastHeardAt = clock.instant();
        tryingSinceNanos = lastSoundNanos;
        timers.startTimerWithFixedDelay(new Tick(), TICK);
        hello();
        connect();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onSignal(PostStop.class, stopped -> {
                    closeSocket();
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
                timers.cancel(new Connect());
                closeSocket();
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
            case Connect() -> connect();
            case Tick() -> tick();
        }
        return this;
    }

    /** The socket stays open until everything so far is in the journal, so that the call is without one only for a moment. */
    private Behavior<Command> handedOver() {
        if (!handingOver || !outbox.isEmpty()) {
            return this;
        }
        if (socket == null) {
            return Behaviors.stopped();
        }
        connection++;
        closeSocket();
        socket = null;
        fact(new CallEvent.SidebandLost(clock.instant(), epoch, SidebandLoss.HANDED_OVER));
        return this;
    }

    private void rejoin(Sideband now) {
        accepted |= now.accepted();
        hello();
        outbox.all().forEach(this::tellFact);
        if (socket != null) {
            // Journalled twice is a no-op; a call that lost this fact learns it here.
            fact(new CallEvent.SidebandAttached(clock.instant(), epoch, node));
        }
        if (gaveUp) {
            gaveUp = false;
            tries = 0;
            tryingSinceNanos = System.nanoTime();
            connect();
        }
    }

    private void hello() {
        call.accept(new Report.Hello(epoch, getContext().getSelf()));
    }

    private void connect() {
        connection++;
        listener = new SidebandListener(
                connection, settings.maxUnheard(), getContext().getSelf());
        URI address = URI.create(
                settings.realtimeUrl() + "?call_id=" + URLEncoder.encode(sideband.callId(), StandardCharsets.UTF_8));
        sockets.connect(address, Map.of("Authorization", "Bearer " + settings.apiKey()), listener);
    }

    private void opened(int of, Socket opened) {
        if (of != connection || hungUp) {
            opened.cut();
            return;
        }
        socket = opened;
        tries = 0;
        Instant at = clock.instant();
        lostBeforeUs(at);
        everAttached = true;
        accepted = true;
        conversation.attached(at);
        fact(new CallEvent.SidebandAttached(at, epoch, node));
        send(new ClientEvent.UpdateSession(
                eventId(), SessionSettings.of(sideband.agent()).withoutModel().withoutVoice()));
        for (String itemId : conversation.itemsWithoutWords()) {
            send(new ClientEvent.RetrieveItem(eventId(), itemId));
        }
        writeToolOutputs();
        speak();
    }

    private void refused(int of, int status, String reason) {
        if (of != connection || hungUp) {
            return;
        }
        tries++;
        boolean unknown = status == 404;
        Duration trying = Duration.ofNanos(System.nanoTime() - tryingSinceNanos);
        boolean over = unknown
                ? everAttached || sideband.detachedSince() != null
                        ? tries >= REATTACH_TRIES
                        : trying.compareTo(accepted ? settings.notYet() : FIRST_BACKOFF.multipliedBy(8)) >= 0
                : trying.compareTo(settings.reattachFor()) >= 0;
        if (over) {
            gaveUp = true;
            lostBeforeUs(clock.instant());
            reportWhenDrained();
            return;
        }
        if (tries == 1 || tries % 10 == 0) {
            getContext().getLog().info("call {} sideband refused: {} {}", sideband.callId(), status, reason);
        }
        Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(tries - 1, 10));
        timers.startSingleTimer(
                new Connect(), wait.compareTo(settings.maxBackoff()) < 0 ? wait : settings.maxBackoff());
    }

    /** The node that had the sideband could not tell that it lost it; without this the journal would have the sideband up to the end. */
    private void lostBeforeUs(Instant at) {
        if (!everAttached && sideband.detachedSince() != null) {
            fact(new CallEvent.SidebandLost(at, epoch - 1, SidebandLoss.NODE_LOST));
        }
    }

    private void ended(int of, SocketEnd end) {
        if (of != connection) {
            return;
        }
        socket = null;
        playing = false;
        if (hungUp) {
            reportWhenDrained();
            return;
        }
        lastLoss = switch (end) {
            case CLOSED -> SidebandLoss.CLOSED;
            case SILENT -> SidebandLoss.SILENT;
            case CUT, TOO_LARGE, MALFORMED, OURS -> SidebandLoss.CUT;
        };
        Instant at = clock.instant();
        fact(new CallEvent.SidebandLost(at, epoch, lastLoss));
        epoch++;
        // A half-open socket was deaf since the last event, not since the pong was missed.
        conversation.detached(end == SocketEnd.SILENT ? lastHeardAt : at);
        gate.reattached();
        tries = 0;
        tryingSinceNanos = System.nanoTime();
        if (expired) {
            gaveUp = true;
            reportWhenDrained();
        } else {
            connect();
        }
    }

    private void heard(Heard heard) {
        if (heard.connection != connection) {
            return;
        }
        listener.heard();
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
            call.accept(new Report.ModelFailed(epoch, getContext().getSelf()));
        }
    }

    private void error(ServerEvent.ErrorReported error) {
        if ("session_expired".equals(error.code())) {
            expired = true;
            return;
        }
        if ("conversation_already_has_active_response".equals(error.code())) {
            gate.refused();
        }
        getContext().getLog().info("call {} provider says {}: {}", sideband.callId(), error.type(), error.code());
    }

    private void speak() {
        if (socket == null || hungUp) {
            return;
        }
        switch (gate.next()) {
            case NOTHING -> {}
            case GREETING ->
                send(new ClientEvent.CreateResponse(
                        eventId(),
                        "Greet the caller by saying exactly this and nothing else: \""
                                + sideband.agent().greeting() + "\""));
            case CONTINUE -> send(new ClientEvent.CreateResponse(eventId(), null));
        }
    }

    private void writeToolOutputs() {
        if (socket == null) {
            return;
        }
        for (var each = unwritten.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, String> output = each.next();
            if (!send(new ClientEvent.AnswerTool(eventId(), output.getKey(), output.getValue()))) {
                return;
            }
            each.remove();
            toolsWritten.add(output.getKey());
            gate.toolAnswered(output.getKey());
            fact(new CallEvent.ToolAnswered(clock.instant(), output.getKey()));
        }
    }

    private boolean send(ClientEvent event) {
        if (socket.send(ClientEvents.write(event))) {
            return true;
        }
        // A peer that takes nothing any more is as good as gone; the re-attach sends what is still owed.
        socket.cut();
        return false;
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
        call.accept(new Report.Fact(epoch, getContext().getSelf(), fact));
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
        if (socket != null && silent && !playing && !gate.waitsForTools()) {
            call.accept(new Report.Silent(epoch, getContext().getSelf()));
        }
    }

    /** The last word of a session comes only when every fact before it is in the journal. */
    private void reportWhenDrained() {
        if (gaveUp || hungUp && socket == null) {
            conversation.wordsThatNeverCame(clock.instant()).forEach(this::fact);
        }
        if (!outbox.isEmpty()) {
            return;
        }
        if (hungUp && socket == null) {
            call.accept(new Report.Drained(epoch, getContext().getSelf()));
        } else if (gaveUp && expired) {
            call.accept(new Report.Expired(epoch, getContext().getSelf()));
        } else if (gaveUp) {
            call.accept(new Report.Unattachable(epoch, getContext().getSelf(), everAttached, lastLoss));
        }
    }

    private void reportWhenQuiet() {
        if (finishing && outbox.isEmpty() && !playing && !gate.busy()) {
            call.accept(new Report.SpokenOut(epoch, getContext().getSelf()));
        }
    }

    private void closeSocket() {
        if (socket != null) {
            socket.close(1000, "call over");
        }
    }

    private String eventId() {
        return "evt_" + epoch + "_" + ++eventIds;
    }
}
