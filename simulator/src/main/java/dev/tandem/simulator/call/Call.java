package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.event.ServerEvents;
import dev.tandem.simulator.json.Json;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One simulated phone call; all of it lives on the simulator's event loop. */
public final class Call {
    private final String id;
    private final String from;
    private final String to;
    private final Script script;
    private final World world;
    private final Ids ids;
    private final CallListener listener;
    private final ServerEvents events;
    private final Timers timers;
    private final TurnLog turns;
    private final Sidebands sidebands;
    private final Set<Switch> switches;
    private final Conversation conversation;
    private final Transcription transcription;
    private final AgentVoice agent;
    private final CallerVoice caller;
    private final Conductor conductor;
    private final ClientSide client;
    private volatile CallState state = CallState.RINGING;
    private SessionConfig session;
    private long acceptedMs = -1;

    /** A call that is about to be offered. */
    public Call(String id, String from, String to, Script script, World world, Ids ids, CallListener listener) {
        this.id = id;
        this.from = from;
        this.to = to;
        this.script = script;
        this.world = world;
        this.ids = ids;
        this.listener = listener;
        this.events = new ServerEvents(ids);
        this.timers = new Timers(world.loop());
        this.turns = new TurnLog(id, world.truth());
        this.switches = EnumSet.noneOf(Switch.class);
        this.switches.addAll(script.switches());
        this.sidebands = new Sidebands(this);
        this.conversation = new Conversation(ids.fresh("conv"));
        this.transcription = new Transcription(this);
        this.agent = new AgentVoice(this);
        this.caller = new CallerVoice(this);
        this.conductor = new Conductor(this, script);
        this.client = new ClientSide(this);
    }

    /** The vendor's id of the call. */
    public String id() {
        return id;
    }

    /** Who calls. */
    public String from() {
        return from;
    }

    /** The dialled number. */
    public String to() {
        return to;
    }

    /** What happens on the call. */
    public Script script() {
        return script;
    }

    /** Where the call stands; may be read from any thread. */
    public CallState state() {
        return state;
    }

    /** The open sidebands. */
    public Sidebands sidebands() {
        return sidebands;
    }

    /** What a client can ask for over a sideband. */
    public ClientSide client() {
        return client;
    }

    /** The call's timers; they end with it. */
    public Timers timers() {
        return timers;
    }

    /** Milliseconds since the accept, or empty while it was not accepted. */
    public Optional<Long> sinceAcceptMs() {
        return acceptedMs < 0 ? Optional.empty() : Optional.of(world.truth().nowMs() - acceptedMs);
    }

    /** When it was accepted, on the truth's clock; empty while it was not. */
    public Optional<Long> acceptedAtMs() {
        return acceptedMs < 0 ? Optional.empty() : Optional.of(acceptedMs);
    }

    /** Starts ringing. */
    public void offer() {
        note("offer", Json.object().put("from", from).put("to", to).put("script", script.id()));
        long ring = script.ringMs().orElse(world.habits().ring().toMillis());
        timers.after(ring, () -> leave("left_before_answer"));
    }

    /** The client takes the call; only while it rings. */
    public void accept(ObjectNode body) {
        requireState(CallState.RINGING);
        state = CallState.LIVE;
        acceptedMs = world.truth().nowMs();
        long limit = world.habits().sessionLimit().toMillis();
        session = new SessionConfig(ids.fresh("sess"), (world.clock().millis() + limit) / 1_000, body);
        note("accept", Json.object().put("to", to).put("model", session.model()));
        timers.after(limit, this::expire);
        conductor.start();
        listener.accepted(this);
    }

    /** The client refuses the call with a SIP status; only while it rings. */
    public void reject(int sipStatus) {
        requireState(CallState.RINGING);
        note("reject", Json.object().put("to", to).put("sip_status", sipStatus));
        finish(CallState.REJECTED, "rejected");
    }

    /** The client sends the caller elsewhere; only while the call is live. */
    public void refer(String target) {
        requireState(CallState.LIVE);
        note("refer", Json.object().put("target", target));
        timers.after(world.pace().real(300), () -> end("transferred"));
    }

    /** The client hangs up; only while the call is live. */
    public void hangUp() {
        requireState(CallState.LIVE);
        note("hangup", Json.object().put("by", "us"));
        end("hung_up_by_us");
    }

    /** The caller leaves, whatever is going on. */
    public void leave(String reason) {
        if (state == CallState.RINGING || state == CallState.LIVE) {
            note("hangup", Json.object().put("by", "caller").put("reason", reason));
            finish(state == CallState.RINGING ? CallState.LEFT : CallState.ENDED, reason);
        }
    }

    /** The session reaches its maximum age: an error event, then the end. */
    public void expire() {
        if (state == CallState.LIVE) {
            emit(events.error(
                    ErrorDetail.invalid("session_expired", "Your session hit the maximum duration of 60 minutes."),
                    Optional.empty()));
            end("session_expired");
        }
    }

    /** Switches a habit on from now on. */
    public void switchOn(Switch habit) {
        switches.add(habit);
    }

    /** Sends an event to every open sideband; true when one of them took it. */
    public boolean emit(ObjectNode event) {
        return sidebands.send(event, switches.contains(Switch.DUPLICATE));
    }

    /** Writes a line about this call into the truth. */
    public void note(String kind, ObjectNode fields) {
        world.truth().append(id, kind, fields);
    }

    /** The builder of this session's events. */
    public ServerEvents events() {
        return events;
    }

    /** The session object as session.created shows it; only once accepted. */
    public ObjectNode sessionJson() {
        return session.json();
    }

    boolean isLive() {
        return state == CallState.LIVE;
    }

    boolean has(Switch habit) {
        return switches.contains(habit);
    }

    World world() {
        return world;
    }

    Ids ids() {
        return ids;
    }

    SessionConfig session() {
        return session;
    }

    Conversation conversation() {
        return conversation;
    }

    Transcription transcription() {
        return transcription;
    }

    AgentVoice agent() {
        return agent;
    }

    CallerVoice caller() {
        return caller;
    }

    Conductor conductor() {
        return conductor;
    }

    TurnLog turns() {
        return turns;
    }

    void attached() {
        conductor.attached();
        listener.attached(this);
    }

    /** Runs a task after a human time. */
    Timers.Timer afterHuman(long humanMs, Runnable task) {
        return timers.after(world.pace().real(humanMs), task);
    }

    /** Human milliseconds of audio since the accept. */
    long audioMs() {
        return world.pace().human(world.truth().nowMs() - acceptedMs);
    }

    private void end(String reason) {
        if (state == CallState.LIVE) {
            finish(CallState.ENDED, reason);
        }
    }

    private void finish(CallState last, String reason) {
        state = last;
        timers.close();
        turns.close();
        note("ended", Json.object().put("reason", reason));
        sidebands.closeAll();
        listener.over(this);
    }

    private void requireState(CallState needed) {
        if (state != needed) {
            throw new IllegalStateException("call " + id + " is " + state + ", not " + needed);
        }
    }
}
