package dev.tandem.protocol.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.protocol.json.UntrustedJson;

/** Writes what a call tells the Realtime server, in its GA shape. */
public final class ClientEvents {

    /** The server takes no longer event id. */
    public static final int MAX_EVENT_ID = 512;

    /** Longer ids of items made by a client were refused in the field; the documents name no bound. */
    public static final int MAX_ITEM_ID = 32;

    private ClientEvents() {}

    /**
     * The event as UTF-8 JSON.
     *
     * @throws IllegalArgumentException when the event's id is longer than {@link #MAX_EVENT_ID}, or an item's than {@link #MAX_ITEM_ID}
     */
    public static byte[] write(ClientEvent event) {
        return UntrustedJson.write(toJson(event));
    }

    private static ObjectNode toJson(ClientEvent event) {
        return switch (event) {
            case ClientEvent.UpdateSession update -> {
                ObjectNode json = envelope("session.update", update);
                json.set("session", update.session().withoutModel().toJson());
                yield json;
            }
            case ClientEvent.CreateResponse create -> {
                ObjectNode json = envelope("response.create", create);
                if (create.instructions() != null) {
                    json.putObject("response").put("instructions", create.instructions());
                }
                yield json;
            }
            case ClientEvent.CancelResponse cancel -> {
                ObjectNode json = envelope("response.cancel", cancel);
                if (cancel.responseId() != null) {
                    json.put("response_id", cancel.responseId());
                }
                yield json;
            }
            case ClientEvent.ClearPlayback clear -> envelope("output_audio_buffer.clear", clear);
            case ClientEvent.AnswerTool answer -> {
                ObjectNode json = envelope("conversation.item.create", answer);
                ObjectNode item = json.putObject("item");
                if (answer.itemId() != null) {
                    item.put("id", shortEnough(answer.itemId()));
                }
                item.put("type", "function_call_output")
                        .put("call_id", answer.toolCallId())
                        .put("output", answer.output());
                yield json;
            }
            case ClientEvent.AddNote note -> {
                ObjectNode json = envelope("conversation.item.create", note);
                ObjectNode item = json.putObject("item")
                        .put("id", shortEnough(note.itemId()))
                        .put("type", "message")
                        .put("role", "system");
                item.putArray("content").addObject().put("type", "input_text").put("text", note.text());
                yield json;
            }
            case ClientEvent.DeleteItem delete ->
                envelope("conversation.item.delete", delete).put("item_id", delete.itemId());
            case ClientEvent.RetrieveItem retrieve ->
                envelope("conversation.item.retrieve", retrieve).put("item_id", retrieve.itemId());
        };
    }

    private static String shortEnough(String itemId) {
        if (itemId.length() > MAX_ITEM_ID) {
            throw new IllegalArgumentException(
                    "item id of %d characters; at most %d are taken".formatted(itemId.length(), MAX_ITEM_ID));
        }
        return itemId;
    }

    private static ObjectNode envelope(String type, ClientEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", type);
        String id = event.eventId();
        if (id == null) {
            return json;
        }
        if (id.length() > MAX_EVENT_ID) {
            throw new IllegalArgumentException(
                    "event id of %d characters; at most %d are taken".formatted(id.length(), MAX_EVENT_ID));
        }
        return json.put("event_id", id);
    }
}
