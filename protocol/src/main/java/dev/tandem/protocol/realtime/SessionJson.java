package dev.tandem.protocol.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.protocol.tenant.TurnDetection;

/** Writes the vendor's session object. */
final class SessionJson {

    private SessionJson() {}

    static ObjectNode of(SessionSettings settings) {
        ObjectNode session = JsonNodeFactory.instance.objectNode().put("type", "realtime");
        put(session, "model", settings.model());
        session.putArray("output_modalities").add("audio");
        put(session, "instructions", settings.instructions());
        ObjectNode audio = audio(settings);
        if (!audio.isEmpty()) {
            session.set("audio", audio);
        }
        if (settings.tools() != null) {
            tools(session.putArray("tools"), settings);
            session.put("tool_choice", "auto");
        }
        return session;
    }

    private static ObjectNode audio(SessionSettings settings) {
        ObjectNode transcription = JsonNodeFactory.instance.objectNode();
        put(transcription, "model", settings.transcriptionModel());
        put(transcription, "language", settings.language());
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        if (!transcription.isEmpty()) {
            input.set("transcription", transcription);
        }
        if (settings.turnDetection() != null) {
            input.set("turn_detection", turnDetection(settings.turnDetection()));
        }
        ObjectNode audio = JsonNodeFactory.instance.objectNode();
        if (!input.isEmpty()) {
            audio.set("input", input);
        }
        if (settings.voice() != null) {
            audio.putObject("output").put("voice", settings.voice());
        }
        return audio;
    }

    private static ObjectNode turnDetection(TurnDetection detection) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (detection) {
            case TurnDetection.ServerVad vad -> {
                json.put("type", "server_vad");
                if (vad.idleTimeoutMs() != null) {
                    json.put("idle_timeout_ms", vad.idleTimeoutMs());
                }
            }
            case TurnDetection.SemanticVad vad -> {
                json.put("type", "semantic_vad");
                put(json, "eagerness", vad.eagerness());
            }
        }
        json.put("create_response", true);
        if (detection.interruptResponse() != null) {
            json.put("interrupt_response", detection.interruptResponse());
        }
        return json;
    }

    private static void tools(ArrayNode tools, SessionSettings settings) {
        for (SessionSettings.FunctionTool tool : settings.tools()) {
            ObjectNode json = tools.addObject().put("type", "function").put("name", tool.name());
            put(json, "description", tool.description());
            if (tool.parameters() != null) {
                json.set("parameters", tool.parameters());
            }
        }
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
