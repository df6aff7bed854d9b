package dev.tandem.realtime;

import dev.tandem.protocol.realtime.ClientEvent;
import dev.tandem.protocol.realtime.Item;
import dev.tandem.protocol.realtime.ResponseStatus;
import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.protocol.tenant.Agent;
import java.time.Duration;

/** Whether anybody speaks on a call, and what we ask the model to say. */
final class Speech {

    /** One failed response happens; after so many in a row nothing will be said any more. */
    private static final int MODEL_FAILURES = 3;

    private final Agent agent;
    private final Attachment line;
    private final ResponseGate gate;
    private long lastSoundNanos = System.nanoTime();
    private int modelFailures;
    private boolean playing;
    private boolean finishing;

    Speech(Agent agent, Attachment line, ResponseGate gate) {
        this.agent = agent;
        this.line = line;
        this.gate = gate;
    }

    void hear(ServerEvent event, long nanos) {
        switch (event) {
            case ServerEvent.ResponseCreated(String responseId) -> gate.responseCreated(responseId);
            case ServerEvent.ResponseDone done -> {
                gate.responseDone(done.responseId(), done.output().stream().anyMatch(Item.Message.class::isInstance));
                modelFailures = done.status() == ResponseStatus.FAILED ? modelFailures + 1 : 0;
            }
            case ServerEvent.PlaybackStarted started -> playing = true;
            case ServerEvent.PlaybackStopped stopped -> playing = false;
            case ServerEvent.PlaybackCleared cleared -> playing = false;
            case ServerEvent.ErrorReported error -> {
                if ("conversation_already_has_active_response".equals(error.code())) {
                    gate.refused();
                }
            }
            default -> {} // Not about speaking.
        }
        if (!(event instanceof ServerEvent.RateLimitsUpdated)) {
            lastSoundNanos = nanos;
        }
    }

    /** Responses failed several times in a row. */
    boolean modelFails() {
        return modelFailures >= MODEL_FAILURES;
    }

    void detached() {
        playing = false;
        gate.detached();
    }

    void finish() {
        finishing = true;
    }

    /** What was to be said last has been said. */
    boolean isFinished() {
        return finishing && !playing && !gate.busy();
    }

    boolean isSilent(long nowNanos) {
        Duration quiet = Duration.ofNanos(nowNanos - lastSoundNanos);
        return line.isOpen() && !playing && !gate.waitsForTools() && quiet.compareTo(agent.silence()) > 0;
    }

    /** Asks the model for what is due. */
    void speak() {
        if (!line.isOpen()) {
            return;
        }
        switch (gate.next()) {
            case NOTHING -> {}
            case GREETING ->
                line.send(new ClientEvent.CreateResponse(
                        line.nextEventId(),
                        "Greet the caller by saying exactly this and nothing else: \"" + agent.greeting() + "\""));
            case CONTINUE -> line.send(new ClientEvent.CreateResponse(line.nextEventId(), null));
        }
    }
}
