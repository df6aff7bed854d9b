package dev.tandem.protocol.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.protocol.tenant.TurnDetection;
import java.util.List;

/**
 * The session configuration sent with accept and with session.update; null components are left out.
 *
 * @param model only in accept: it is fixed after the start
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
}
