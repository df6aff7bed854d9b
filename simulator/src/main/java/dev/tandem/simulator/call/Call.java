package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.json.Json;

/** One simulated phone call: it rings, is answered or not, and has a session while it is live. */
public final class Call extends Session {
    private final String from;
    private final String to;
    private final Script script;
    private final CallerVoice caller;
    private final Conductor conductor;
    private Timers.Timer ringing;

    /** A call that is about to be offered. */
    public Call(
            String id,
            long ordinal,
            String from,
            String to,
            Script script,
            World world,
            Ids ids,
            SessionListener listener) {
        super(id, ordinal, world, ids, listener, script.switches(), CallState.RINGING);
        this.from = from;
        this.to = to;
        this.script = script;
        this.caller = new CallerVoice(this);
        this.conductor = new Conductor(this, script);
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

    /** Starts ringing. */
    public void offer() {
        note("offer", Json.object().put("from", from).put("to", to).put("script", script.id()));
        long ring = script.ringMs().orElse(world().habits().ring().toMillis());
        ringing = timers().patience(ring, () -> leave("left_before_answer"));
    }

    /** The client takes the call; only while it rings. */
    public void accept(ObjectNode body) {
        requireState(CallState.RINGING);
        ringing.cancel();
        begin(ids().fresh("sess"), body, AudioFormat.PCMU);
        note("accept", Json.object().put("to", to).put("model", config().model()));
        conductor.start();
        started();
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
        timers().patience(world().pace().real(300), () -> end("transferred"));
    }

    /** The client hangs up; only while the call is live. */
    public void hangUp() {
        requireState(CallState.LIVE);
        note("hangup", Json.object().put("by", "us"));
        end("hung_up_by_us");
    }

    @Override
    public void leave(String reason) {
        if (state() == CallState.RINGING || state() == CallState.LIVE) {
            note("hangup", Json.object().put("by", "caller").put("reason", reason));
            finish(state() == CallState.RINGING ? CallState.LEFT : CallState.ENDED, reason);
        }
    }

    /** Whether the agent waits for the output of this function; only on the event loop. */
    boolean waitsFor(String function, JsonNode arguments) {
        return conductor.awaitedCalls().stream()
                .flatMap(callId -> conversation().functionCall(callId).stream())
                .anyMatch(item -> item.name.equals(function)
                        && Json.read(item.text).filter(arguments::equals).isPresent());
    }

    @Override
    Mind mind() {
        return conductor;
    }

    @Override
    boolean isPhone() {
        return true;
    }

    @Override
    void agentItemAdded() {
        caller.releaseHeld();
    }

    @Override
    void deserted() {
        // The call goes on without a sideband.
    }

    CallerVoice caller() {
        return caller;
    }

    private void requireState(CallState needed) {
        if (state() != needed) {
            throw new IllegalStateException("call " + id() + " is " + state() + ", not " + needed);
        }
    }
}
