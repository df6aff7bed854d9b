package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.Switch;
import dev.tandem.simulator.event.Ids;
import dev.tandem.simulator.json.Json;
import java.util.Optional;
import java.util.Set;

/** One session of a WebSocket that names a model: the client brings the words or the sound, and it ends with its socket. */
public final class ModelSession extends Session {
    private final InputAudio input;
    private final Improviser improviser;

    /** A session that plays the agent of a script, or makes its answers up. */
    public ModelSession(
            String id,
            long ordinal,
            World world,
            Ids ids,
            SessionListener listener,
            Set<Switch> switches,
            Optional<Script> script) {
        super(id, ordinal, world, ids, listener, switches, CallState.RINGING);
        this.input = new InputAudio(this);
        this.improviser = new Improviser(this, script);
    }

    /** Begins with the vendor's defaults. */
    public void open(String model) {
        ObjectNode asked = Json.object().put("type", "realtime").put("model", model);
        begin(id(), asked, AudioFormat.PCM);
        note("session", Json.object().put("model", model));
        started();
    }

    /** What comes right after session.created. */
    public void welcome() {
        emit(events().conversationCreated(conversation().id));
    }

    /** The sound that the client sends. */
    public InputAudio input() {
        return input;
    }

    @Override
    public void leave(String reason) {
        end(reason);
    }

    @Override
    Mind mind() {
        return improviser;
    }

    @Override
    boolean isPhone() {
        return false;
    }

    @Override
    long audioMs() {
        return input.positionMs();
    }

    @Override
    void agentItemAdded() {
        // No event is held back: the client itself decides the order of its turns.
    }

    @Override
    void deserted() {
        end("client_closed");
    }

    /** The words of the turn that the client just committed as sound. */
    String heard(long audioMs) {
        return improviser.heard().orElse("(" + audioMs + " ms of speech)");
    }
}
