package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.event.ServerEvents;
import dev.tandem.simulator.json.Json;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One Realtime session, of a phone call or of a WebSocket; all of it lives on the simulator's event loop. */
public abstract sealed class Session permits Call, ModelSession {
    private final String id;
    private final long ordinal;
    private final World world;
    private final Ids ids;
    private final SessionListener listener;
    private final ServerEvents events;
    private final Timers timers;
    private final TurnLog turns;
    private final Sidebands sidebands;
    private final Set<Switch> switches;
    private final Conversation conversation;
    private final Transcription transcription;
    private final AgentVoice agent;
    private final ClientSide client;
    private final IdleWatch idle;
    private final RemoteTools remoteTools;
    private volatile CallState state;
    private SessionConfig config;
    private long startedMs = -1;

    Session(String id, long ordinal, World world, Ids ids, SessionListener listener, Set<Switch> on, CallState first) {
        this.id = id;
        this.ordinal = ordinal;
        this.world = world;
        this.ids = ids;
        this.listener = listener;
        this.state = first;
        this.events = new ServerEvents(ids);
        this.timers = Timers.of(world, this::awaitsClient);
        this.turns = new TurnLog(this);
        this.switches = EnumSet.noneOf(Switch.class);
        this.switches.addAll(on);
        this.sidebands = new Sidebands(this);
        this.conversation = new Conversation(ids.fresh("conv"));
        this.transcription = new Transcription(this);
        this.agent = new AgentVoice(this);
        this.client = new ClientSide(this);
        this.idle = new IdleWatch(this);
        this.remoteTools = new RemoteTools(this);
    }

    /** The vendor's id: of the call, or of a session that belongs to no call. */
    public final String id() {
        return id;
    }

    /** Its place among the calls, or among the model sessions, of the run, from 1. */
    public final long ordinal() {
        return ordinal;
    }

    /** Where it stands; may be read from any thread. */
    public final CallState state() {
        return state;
    }

    /** The open WebSockets. */
    public final Sidebands sidebands() {
        return sidebands;
    }

    /** What a client can ask for. */
    public final ClientSide client() {
        return client;
    }

    /** The session's timers; they end with it. */
    public final Timers timers() {
        return timers;
    }

    /** The builder of this session's events. */
    public final ServerEvents events() {
        return events;
    }

    /** Milliseconds since the accept, or empty while it was not accepted. */
    public final Optional<Long> sinceAcceptMs() {
        return startedMs < 0 ? Optional.empty() : Optional.of(timers.nowMs() - startedMs);
    }

    /** When it was accepted, on the truth's clock; empty while it was not. */
    public final Optional<Long> acceptedAtMs() {
        return startedMs < 0 ? Optional.empty() : Optional.of(startedMs);
    }

    /** The session object as session.created shows it; only once accepted. */
    public final ObjectNode sessionJson() {
        return config.json();
    }

    /** Sends an event to every open WebSocket; true when one of them took it. */
    public final boolean emit(ObjectNode event) {
        return sidebands.send(event, switches.contains(Switch.DUPLICATE));
    }

    /** Writes a line about this session into the truth. */
    public final void note(String kind, ObjectNode fields) {
        world.truth().append(timers.nowMs(), id, kind, fields);
    }

    /** Switches a habit on from now on. */
    public final void switchOn(Switch habit) {
        switches.add(habit);
    }

    /** The next response ends this way. */
    public final void doom(Fate fate) {
        agent.doom(fate);
    }

    /** The other side leaves, whatever is going on. */
    public abstract void leave(String reason);

    /** The session reaches its maximum age: an error event, then the end. */
    public final void expire() {
        if (state == CallState.LIVE) {
            emit(events.error(
                    ErrorDetail.invalid("session_expired", "Your session hit the maximum duration of 60 minutes."),
                    Optional.empty()));
            end("session_expired");
        }
    }

    /** Who decides what is said next. */
    abstract Mind mind();

    /** An item of the agent was announced: what was held back for it may leave. */
    abstract void agentItemAdded();

    /** The last WebSocket is gone. */
    abstract void deserted();

    /** Whether the other side is a telephone, whose audio the vendor plays and truncates itself. */
    abstract boolean isPhone();

    /** Begins the session with what the client asked for. */
    final void begin(String sessionId, ObjectNode asked, AudioFormat format) {
        state = CallState.LIVE;
        startedMs = timers.nowMs();
        long limit = world.habits().sessionLimit().toMillis();
        config = new SessionConfig(sessionId, (world.clock().millis() + limit) / 1_000, format, asked);
        timers.patience(limit, this::expire);
    }

    final void started() {
        remoteTools.configured();
        listener.accepted(this);
    }

    final void attached() {
        mind().attached();
        listener.attached(this);
        timers.resume();
    }

    final void end(String reason) {
        if (state == CallState.LIVE) {
            finish(CallState.ENDED, reason);
        }
    }

    final void finish(CallState last, String reason) {
        state = last;
        timers.close();
        turns.close();
        note("ended", Json.object().put("reason", reason));
        sidebands.closeAll();
        listener.over(this);
    }

    final boolean isLive() {
        return state == CallState.LIVE;
    }

    final boolean has(Switch habit) {
        return switches.contains(habit);
    }

    final World world() {
        return world;
    }

    final Ids ids() {
        return ids;
    }

    final SessionConfig config() {
        return config;
    }

    final Conversation conversation() {
        return conversation;
    }

    final Transcription transcription() {
        return transcription;
    }

    final AgentVoice agent() {
        return agent;
    }

    final TurnLog turns() {
        return turns;
    }

    final IdleWatch idle() {
        return idle;
    }

    final RemoteTools remoteTools() {
        return remoteTools;
    }

    /** Adds an item at the end and tells everybody. */
    final void addItem(Item item) {
        addItem(item, Optional.empty());
    }

    /** Adds an item behind another one and tells everybody. */
    final void addItem(Item item, Optional<String> behind) {
        item.status = "completed";
        Optional<String> previous = conversation.add(item, behind);
        emitAdded(previous, item.json(false));
        emit(events.item("conversation.item.done", previous, item.json(false)));
    }

    /** {@code conversation.item.added}, and its older name where that habit is on. */
    final void emitAdded(Optional<String> previous, ObjectNode item) {
        emit(events.item("conversation.item.added", previous, item));
        if (world.habits().itemCreated()) {
            emit(events.item("conversation.item.created", previous, item));
        }
    }

    /** Runs a task after a human time. */
    final Timers.Timer afterHuman(long humanMs, Runnable task) {
        return timers.after(world.pace().real(humanMs), task);
    }

    /** Human milliseconds of audio since the accept. */
    long audioMs() {
        return world.pace().human(timers.nowMs() - startedMs);
    }

    private boolean awaitsClient() {
        return state == CallState.LIVE && (sidebands.count() == 0 || mind().awaitsClient());
    }
}
