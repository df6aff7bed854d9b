package dev.tandem.protocol.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.TurnDetection;
import java.util.List;

/**
 * The session configuration sent with accept and with session.update; null components are left out.
 *
 * @param model only in accept: it is fixed after the start
 * @param voice only until the agent has first spoken: it is fixed from then on
 */
public record SessionSettings(
        String model,
        String voice,
        String instructions,
        String transcriptionModel,
        String language,
        TurnDetection turnDetection,
        List<FunctionTool> tools) {

    /** A function the model may call; {@code parameters} is a JSON Schema. */
    public record FunctionTool(String name, String description, JsonNode parameters) {}

    /** What the session must be like for that agent to speak in it. */
    public static SessionSettings of(Agent agent) {
        return new SessionSettings(
                agent.model(),
                agent.voice(),
                agent.instructions(),
                agent.transcription(),
                agent.language(),
                agent.turnDetection(),
                agent.tools() == null ? null : FunctionTools.of(agent.tools()));
    }

    public SessionSettings withoutModel() {
        return new SessionSettings(null, voice, instructions, transcriptionModel, language, turnDetection, tools);
    }

    /** For a session in which the agent has spoken already: the server refuses a voice then. */
    public SessionSettings withoutVoice() {
        return new SessionSettings(model, null, instructions, transcriptionModel, language, turnDetection, tools);
    }

    /** The vendor's session object, as accept takes it. */
    public ObjectNode toJson() {
        return SessionJson.of(this);
    }
}
