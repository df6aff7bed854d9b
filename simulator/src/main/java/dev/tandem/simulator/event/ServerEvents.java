package dev.tandem.simulator.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Builds the server events of one session; each gets a fresh event id. */
public final class ServerEvents {
    private final Ids ids;

    /** Events whose ids come from the call's own generator. */
    public ServerEvents(Ids ids) {
        this.ids = ids;
    }

    /** {@code session.created} or {@code session.updated}. */
    public ObjectNode session(String type, ObjectNode session) {
        ObjectNode event = event(type);
        event.set("session", session);
        return event;
    }

    /** {@code error}; {@code clientEventId} names the client event that caused it. */
    public ObjectNode error(ErrorDetail detail, Optional<String> clientEventId) {
        ObjectNode event = event("error");
        ObjectNode error = detail.json();
        error.put("event_id", clientEventId.orElse(null));
        event.set("error", error);
        return event;
    }

    /** {@code conversation.item.added} or {@code .done}. */
    public ObjectNode item(String type, Optional<String> previousItemId, ObjectNode item) {
        ObjectNode event = event(type);
        event.put("previous_item_id", previousItemId.orElse(null));
        event.set("item", item);
        return event;
    }

    /** {@code conversation.item.retrieved}. */
    public ObjectNode itemRetrieved(ObjectNode item) {
        ObjectNode event = event("conversation.item.retrieved");
        event.set("item", item);
        return event;
    }

    /** {@code conversation.item.deleted}. */
    public ObjectNode itemDeleted(String itemId) {
        return event("conversation.item.deleted").put("item_id", itemId);
    }

    /** {@code conversation.item.truncated}. */
    public ObjectNode itemTruncated(String itemId, int contentIndex, int audioEndMs) {
        return event("conversation.item.truncated")
                .put("item_id", itemId)
                .put("content_index", contentIndex)
                .put("audio_end_ms", audioEndMs);
    }

    /** {@code input_audio_buffer.speech_started}. */
    public ObjectNode speechStarted(String itemId, long audioStartMs) {
        return event("input_audio_buffer.speech_started")
                .put("audio_start_ms", audioStartMs)
                .put("item_id", itemId);
    }

    /** {@code input_audio_buffer.speech_stopped}. */
    public ObjectNode speechStopped(String itemId, long audioEndMs) {
        return event("input_audio_buffer.speech_stopped")
                .put("audio_end_ms", audioEndMs)
                .put("item_id", itemId);
    }

    /** {@code input_audio_buffer.committed}. */
    public ObjectNode committed(Optional<String> previousItemId, String itemId) {
        ObjectNode event = event("input_audio_buffer.committed");
        event.put("previous_item_id", previousItemId.orElse(null));
        return event.put("item_id", itemId);
    }

    /** {@code input_audio_buffer.cleared}. */
    public ObjectNode inputCleared() {
        return event("input_audio_buffer.cleared");
    }

    /** {@code input_audio_buffer.dtmf_event_received}, the one event without an event id. */
    public ObjectNode keyPressed(char key, long unixSeconds) {
        return Json.object()
                .put("type", "input_audio_buffer.dtmf_event_received")
                .put("event", String.valueOf(key))
                .put("received_at", unixSeconds);
    }

    /** {@code conversation.item.input_audio_transcription.delta}. */
    public ObjectNode transcriptionDelta(String itemId, String delta, boolean logprobs) {
        ObjectNode event = transcription("delta", itemId).put("delta", delta);
        if (logprobs) {
            logprobs(event, delta);
        }
        return event;
    }

    /** {@code conversation.item.input_audio_transcription.completed}. */
    public ObjectNode transcriptionCompleted(String itemId, String transcript, ObjectNode usage, boolean logprobs) {
        ObjectNode event = transcription("completed", itemId).put("transcript", transcript);
        if (logprobs) {
            logprobs(event, transcript);
        }
        event.set("usage", usage);
        return event;
    }

    /** {@code conversation.item.input_audio_transcription.segment} of the one speaker there is. */
    public ObjectNode transcriptionSegment(String itemId, String text, String segmentId, double seconds) {
        return transcription("segment", itemId)
                .put("text", text)
                .put("id", segmentId)
                .put("speaker", "spk_1")
                .put("start", 0.0)
                .put("end", seconds);
    }

    /** {@code conversation.item.input_audio_transcription.failed}. */
    public ObjectNode transcriptionFailed(String itemId) {
        ObjectNode event = transcription("failed", itemId);
        event.putObject("error")
                .put("type", "transcription_error")
                .put("code", "audio_unintelligible")
                .put("message", "The audio could not be transcribed.")
                .putNull("param");
        return event;
    }

    /** {@code response.created} or {@code response.done}. */
    public ObjectNode response(String type, ObjectNode response) {
        ObjectNode event = event(type);
        event.set("response", response);
        return event;
    }

    /** {@code response.output_item.added} or {@code .done}. */
    public ObjectNode outputItem(String type, String responseId, int outputIndex, ObjectNode item) {
        ObjectNode event = event(type).put("response_id", responseId).put("output_index", outputIndex);
        event.set("item", item);
        return event;
    }

    /** An event about one content part of an output item, such as {@code response.output_audio.done}. */
    public ObjectNode output(String type, String responseId, String itemId, int outputIndex) {
        return event(type)
                .put("response_id", responseId)
                .put("item_id", itemId)
                .put("output_index", outputIndex)
                .put("content_index", 0);
    }

    /** {@code response.content_part.added} or {@code .done} of a spoken or written part. */
    public ObjectNode contentPart(
            String type, String responseId, String itemId, int outputIndex, boolean spoken, String words) {
        ObjectNode event = output(type, responseId, itemId, outputIndex);
        event.putObject("part").put("type", spoken ? "audio" : "text").put(spoken ? "transcript" : "text", words);
        return event;
    }

    /** {@code response.function_call_arguments.delta}. */
    public ObjectNode argumentsDelta(String responseId, String itemId, int outputIndex, String callId, String delta) {
        return arguments("delta", responseId, itemId, outputIndex, callId).put("delta", delta);
    }

    /** {@code response.function_call_arguments.done}. */
    public ObjectNode argumentsDone(
            String responseId, String itemId, int outputIndex, String callId, String name, String arguments) {
        return arguments("done", responseId, itemId, outputIndex, callId)
                .put("name", name)
                .put("arguments", arguments);
    }

    /** {@code output_audio_buffer.started}, {@code .stopped} or {@code .cleared}. */
    public ObjectNode playback(String type, String responseId) {
        return event(type).put("response_id", responseId);
    }

    /** {@code rate_limits.updated}. */
    public ObjectNode rateLimits(ArrayNode limits) {
        ObjectNode event = event("rate_limits.updated");
        event.set("rate_limits", limits);
        return event;
    }

    /** {@code conversation.created}. */
    public ObjectNode conversationCreated(String conversationId) {
        ObjectNode event = event("conversation.created");
        event.putObject("conversation").put("id", conversationId).put("object", "realtime.conversation");
        return event;
    }

    /** {@code input_audio_buffer.timeout_triggered}. */
    public ObjectNode timeoutTriggered(String itemId, long audioStartMs, long audioEndMs) {
        return event("input_audio_buffer.timeout_triggered")
                .put("audio_start_ms", audioStartMs)
                .put("audio_end_ms", audioEndMs)
                .put("item_id", itemId);
    }

    /** {@code mcp_list_tools.in_progress}, {@code .completed} or {@code .failed}. */
    public ObjectNode remoteListing(String state, String itemId) {
        return event("mcp_list_tools." + state).put("item_id", itemId);
    }

    /** {@code response.mcp_call.in_progress}, {@code .completed} or {@code .failed}. */
    public ObjectNode remoteCall(String state, String itemId, int outputIndex) {
        return event("response.mcp_call." + state)
                .put("output_index", outputIndex)
                .put("item_id", itemId);
    }

    /** {@code response.mcp_call_arguments.delta}. */
    public ObjectNode remoteArgumentsDelta(String responseId, String itemId, int outputIndex, String delta) {
        return remoteArguments("delta", responseId, itemId, outputIndex).put("delta", delta);
    }

    /** {@code response.mcp_call_arguments.done}. */
    public ObjectNode remoteArgumentsDone(String responseId, String itemId, int outputIndex, String arguments) {
        return remoteArguments("done", responseId, itemId, outputIndex).put("arguments", arguments);
    }

    /** An event of a type that no published document names. */
    public ObjectNode unknown(String type, JsonNode anything) {
        ObjectNode event = event(type);
        event.set("anything", anything);
        return event;
    }

    private ObjectNode remoteArguments(String what, String responseId, String itemId, int outputIndex) {
        return event("response.mcp_call_arguments." + what)
                .put("response_id", responseId)
                .put("item_id", itemId)
                .put("output_index", outputIndex);
    }

    private static void logprobs(ObjectNode event, String text) {
        ObjectNode token =
                event.putArray("logprobs").addObject().put("token", text).put("logprob", -0.01);
        var bytes = token.putArray("bytes");
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(one & 0xFF);
        }
    }

    private ObjectNode transcription(String what, String itemId) {
        return event("conversation.item.input_audio_transcription." + what)
                .put("item_id", itemId)
                .put("content_index", 0);
    }

    private ObjectNode arguments(String what, String responseId, String itemId, int outputIndex, String callId) {
        return event("response.function_call_arguments." + what)
                .put("response_id", responseId)
                .put("item_id", itemId)
                .put("output_index", outputIndex)
                .put("call_id", callId);
    }

    private ObjectNode event(String type) {
        return Json.object().put("type", type).put("event_id", ids.fresh("event"));
    }
}
