package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.Optional;
import java.util.Set;

/** The session object: what accept asked for on top of the vendor's defaults, changed by every session.update. */
public final class SessionConfig {
    /** Objects that are merged field by field; everything else is replaced as a whole. */
    private static final Set<String> MERGED = Set.of("audio", "input", "output");

    private final ObjectNode session;

    SessionConfig(String sessionId, long expiresAtUnixSeconds, ObjectNode accepted) {
        this.session = defaults(sessionId, expiresAtUnixSeconds);
        merge(accepted);
    }

    /** A copy of the whole effective configuration. */
    public ObjectNode json() {
        return session.deepCopy();
    }

    /** Absent fields stay, null and empty values clear. */
    void merge(ObjectNode changes) {
        merge(session, changes);
    }

    /** Whether caller speech is transcribed. */
    boolean transcribes() {
        return session.at("/audio/input/transcription").isObject();
    }

    /** Whether the server answers a caller's turn by itself. */
    boolean createsResponses() {
        return detectsTurns()
                && session.at("/audio/input/turn_detection/create_response").asBoolean(true);
    }

    /** Whether a caller who speaks cuts the agent off. */
    boolean interruptsResponses() {
        return detectsTurns()
                && session.at("/audio/input/turn_detection/interrupt_response").asBoolean(true);
    }

    /** The function tool of a name, when it is offered to the model. */
    Optional<JsonNode> tool(String name) {
        for (JsonNode tool : session.path("tools")) {
            if (tool.path("name").asText().equals(name)) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    String instructions() {
        return session.path("instructions").asText("");
    }

    String model() {
        return session.path("model").asText("");
    }

    /** Characters of everything that is input before the conversation. */
    int promptLength() {
        return instructions().length() + Json.write(session.path("tools")).length();
    }

    /** The fields of the session that a response repeats. */
    ObjectNode responseDefaults() {
        ObjectNode node = Json.object();
        node.set("output_modalities", session.path("output_modalities").deepCopy());
        node.set("max_output_tokens", session.path("max_output_tokens").deepCopy());
        ObjectNode output = node.putObject("audio").putObject("output");
        output.set("format", session.at("/audio/output/format").deepCopy());
        output.set("voice", session.at("/audio/output/voice").deepCopy());
        return node;
    }

    private boolean detectsTurns() {
        return session.at("/audio/input/turn_detection").isObject();
    }

    private static void merge(ObjectNode target, ObjectNode changes) {
        for (var change : changes.properties()) {
            JsonNode old = target.get(change.getKey());
            if (MERGED.contains(change.getKey())
                    && old instanceof ObjectNode oldObject
                    && change.getValue() instanceof ObjectNode newObject) {
                merge(oldObject, newObject);
            } else if (change.getKey().equals("turn_detection") && change.getValue() instanceof ObjectNode wanted) {
                target.set("turn_detection", turnDetection(old, wanted));
            } else {
                target.set(change.getKey(), change.getValue().deepCopy());
            }
        }
    }

    /** What is not given stays, or is the default of the kind when the kind changes. */
    private static ObjectNode turnDetection(JsonNode old, ObjectNode wanted) {
        String oldKind = old == null ? "" : old.path("type").asText();
        String kind = wanted.path("type").asText(oldKind);
        ObjectNode detection;
        if (kind.equals(oldKind) && old instanceof ObjectNode oldObject) {
            detection = oldObject.deepCopy();
        } else {
            detection = kind.equals("semantic_vad") ? semanticVad() : serverVad();
        }
        return detection.setAll(wanted.deepCopy());
    }

    private static ObjectNode serverVad() {
        return Json.object()
                .put("type", "server_vad")
                .put("threshold", 0.5)
                .put("prefix_padding_ms", 300)
                .put("silence_duration_ms", 200)
                .putNull("idle_timeout_ms")
                .put("create_response", true)
                .put("interrupt_response", true);
    }

    private static ObjectNode semanticVad() {
        return Json.object()
                .put("type", "semantic_vad")
                .put("eagerness", "auto")
                .put("create_response", true)
                .put("interrupt_response", true);
    }

    private static ObjectNode defaults(String sessionId, long expiresAt) {
        ObjectNode node = Json.object()
                .put("type", "realtime")
                .put("object", "realtime.session")
                .put("id", sessionId)
                .put("model", "gpt-realtime");
        node.putArray("output_modalities").add("audio");
        node.put("instructions", "You are a helpful voice agent.");
        node.putArray("tools");
        node.put("tool_choice", "auto").put("max_output_tokens", "inf");
        node.putNull("tracing").putNull("prompt").put("expires_at", expiresAt);
        ObjectNode audio = node.putObject("audio");
        ObjectNode input = audio.putObject("input");
        input.putObject("format").put("type", "audio/pcmu");
        input.putNull("transcription").putNull("noise_reduction");
        input.set("turn_detection", serverVad());
        ObjectNode output = audio.putObject("output");
        output.putObject("format").put("type", "audio/pcmu");
        output.put("voice", "marin").put("speed", 1);
        return node.putNull("include");
    }
}
