package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.audio.AudioFormat;
import dev.tandem.simulator.json.Json;
import java.util.Optional;
import java.util.Set;

/** The session object: what accept asked for on top of the vendor's defaults, changed by every session.update. */
public final class SessionConfig {
    /** Objects that are merged field by field; everything else is replaced as a whole. */
    private static final Set<String> MERGED = Set.of("audio", "input", "output");

    private final ObjectNode session;

    SessionConfig(String sessionId, long expiresAtUnixSeconds, AudioFormat format, ObjectNode accepted) {
        this.session = defaults(sessionId, expiresAtUnixSeconds, format);
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

    /** The model that transcribes; empty when none does. */
    String transcriptionModel() {
        return session.at("/audio/input/transcription/model").asText("");
    }

    /** Whether transcripts come with the probabilities of their words. */
    boolean wantsLogprobs() {
        for (JsonNode wish : session.path("include")) {
            if (wish.asText().equals("item.input_audio_transcription.logprobs")) {
                return true;
            }
        }
        return false;
    }

    /** How long the caller may be silent before the session speaks up. */
    Optional<Long> idleMs() {
        JsonNode limit = session.at("/audio/input/turn_detection/idle_timeout_ms");
        return limit.canConvertToLong() ? Optional.of(limit.longValue()) : Optional.empty();
    }

    /** Whether the server finds the caller's turns itself. */
    boolean detectsTurns() {
        return session.at("/audio/input/turn_detection").isObject();
    }

    /** Silence after which a turn is over, for voice activity detection. */
    long silenceMs() {
        return switch (session.at("/audio/input/turn_detection/eagerness").asText("")) {
            case "low" -> 8_000;
            case "medium", "auto" -> 4_000;
            case "high" -> 2_000;
            default ->
                session.at("/audio/input/turn_detection/silence_duration_ms").asLong(200);
        };
    }

    /** Audio before the detected voice that still belongs to the turn. */
    long paddingMs() {
        return session.at("/audio/input/turn_detection/prefix_padding_ms").asLong(300);
    }

    /** How loud a voice must be, from 0 to 1. */
    double threshold() {
        return session.at("/audio/input/turn_detection/threshold").asDouble(0.5);
    }

    AudioFormat inputFormat() {
        return AudioFormat.of(session.at("/audio/input/format")).orElse(AudioFormat.PCM);
    }

    AudioFormat outputFormat() {
        return AudioFormat.of(session.at("/audio/output/format")).orElse(AudioFormat.PCM);
    }

    /** How much faster than usual the agent speaks. */
    double speechSpeed() {
        return session.at("/audio/output/speed").asDouble(1);
    }

    /** Everything that is offered to the model. */
    JsonNode tools() {
        return session.path("tools");
    }

    JsonNode toolChoice() {
        return session.path("tool_choice");
    }

    /** The name of the voice, or its object. */
    JsonNode voice() {
        return session.at("/audio/output/voice");
    }

    JsonNode tracing() {
        return session.path("tracing");
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

    private static ObjectNode defaults(String sessionId, long expiresAt, AudioFormat format) {
        ObjectNode node = Json.object()
                .put("type", "realtime")
                .put("object", "realtime.session")
                .put("id", sessionId)
                .put("model", "gpt-realtime");
        node.putArray("output_modalities").add("audio");
        node.put("instructions", "You are a helpful voice agent.");
        node.putArray("tools");
        node.put("tool_choice", "auto").put("max_output_tokens", "inf").put("truncation", "auto");
        node.putNull("tracing").putNull("prompt").put("expires_at", expiresAt);
        ObjectNode audio = node.putObject("audio");
        ObjectNode input = audio.putObject("input");
        input.set("format", format.json());
        input.putNull("transcription").putNull("noise_reduction");
        input.set("turn_detection", serverVad());
        ObjectNode output = audio.putObject("output");
        output.set("format", format.json());
        output.put("voice", "marin").put("speed", 1);
        return node.putNull("include");
    }
}
