package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.Optional;

/** What a client can ask of a live session; each request gives the error it draws, or empty. */
public final class ClientSide {
    private final Call call;

    ClientSide(Call call) {
        this.call = call;
    }

    /** {@code session.update} with a configuration that was already checked. */
    public Optional<ErrorDetail> update(ObjectNode session) {
        Optional<String> model = Json.text(session, "model");
        if (model.filter(name -> !name.equals(call.session().model())).isPresent()) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_value", "The model cannot be changed after the session has started.", "session.model"));
        }
        call.session().merge(session);
        call.emit(call.events().session("session.updated", call.session().json()));
        return Optional.empty();
    }

    /** {@code response.create} with its parameters. */
    public Optional<ErrorDetail> createResponse(JsonNode params) {
        if (params.path("conversation").asText("auto").equals("none")) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_value", "Out-of-band responses are not served.", "response.conversation"));
        }
        return call.conductor().responseCreate(params);
    }

    /** {@code response.cancel}. */
    public Optional<ErrorDetail> cancelResponse(Optional<String> responseId) {
        return call.agent().cancel(responseId);
    }

    /** {@code output_audio_buffer.clear}. */
    public void clearOutput() {
        call.agent().clear();
    }

    /** {@code input_audio_buffer.clear}. */
    public void clearInput() {
        call.emit(call.events().inputCleared());
    }

    /** {@code conversation.item.create}. */
    public Optional<ErrorDetail> createItem(JsonNode given) {
        if (call.conversation().isFull()) {
            return Optional.of(ErrorDetail.invalid("conversation_full", "The conversation has too many items."));
        }
        String id = Json.text(given, "id").orElseGet(() -> call.ids().fresh("item"));
        if (call.conversation().item(id).isPresent()) {
            return Optional.of(ErrorDetail.invalid(
                    "item_create_duplicate_item_id", "An item with this id already exists.", "item.id"));
        }
        return switch (Json.text(given, "type").orElse("")) {
            case "function_call_output" -> functionOutput(id, given);
            case "message" -> message(id, given);
            default ->
                Optional.of(ErrorDetail.invalid(
                        "invalid_value", "Supported item types are message and function_call_output.", "item.type"));
        };
    }

    /** {@code conversation.item.retrieve}. */
    public Optional<ErrorDetail> retrieveItem(String itemId) {
        Optional<Item> item = call.conversation().item(itemId);
        item.ifPresent(found -> call.emit(call.events().itemRetrieved(found.json(false))));
        return item.isPresent() ? Optional.empty() : noItem("item_retrieve_invalid_item_id", itemId);
    }

    /** {@code conversation.item.delete}. */
    public Optional<ErrorDetail> deleteItem(String itemId) {
        if (!call.conversation().remove(itemId)) {
            return noItem("item_delete_invalid_item_id", itemId);
        }
        call.emit(call.events().itemDeleted(itemId));
        return Optional.empty();
    }

    /** {@code conversation.item.truncate}. */
    public Optional<ErrorDetail> truncateItem(String itemId, int contentIndex, int audioEndMs) {
        Optional<Item> item = call.conversation().item(itemId).filter(found -> found.type == Item.Type.AGENT_AUDIO);
        if (item.isEmpty()) {
            return noItem("item_truncate_invalid_item_id", itemId);
        }
        if (audioEndMs < 0 || audioEndMs > item.get().audioMs) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_value",
                    "Audio content of " + item.get().audioMs + "ms is already shorter than " + audioEndMs + "ms",
                    "audio_end_ms"));
        }
        item.get().audioMs = audioEndMs;
        item.get().text = "";
        call.emit(call.events().itemTruncated(itemId, contentIndex, audioEndMs));
        return Optional.empty();
    }

    private Optional<ErrorDetail> functionOutput(String id, JsonNode given) {
        Optional<String> toolCallId = Json.text(given, "call_id");
        Optional<String> output = Json.text(given, "output");
        if (output.isEmpty()) {
            return Optional.of(ErrorDetail.invalid(
                    "missing_required_parameter", "Missing required parameter: 'item.output'.", "item.output"));
        }
        if (toolCallId.flatMap(call.conversation()::functionCall).isEmpty()) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_tool_call_id", "No function call with this call_id was made.", "item.call_id"));
        }
        Item item = new Item(id, Item.Type.FUNCTION_OUTPUT);
        item.callId = toolCallId.get();
        item.text = output.get();
        call.note(
                "tool_output",
                Json.object()
                        .put("item_id", id)
                        .put("tool_call_id", item.callId)
                        .put("text", item.text));
        call.conductor().toolOutput(item.callId);
        return add(item);
    }

    private Optional<ErrorDetail> message(String id, JsonNode given) {
        Item item = new Item(id, Item.Type.TEXT_MESSAGE);
        item.role = Json.text(given, "role").orElse("");
        if (!item.role.matches("system|user|assistant")) {
            return Optional.of(ErrorDetail.invalid("invalid_value", "Unknown role.", "item.role"));
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : given.path("content")) {
            text.append(part.path("text").asText(""));
        }
        item.text = text.toString();
        return add(item);
    }

    private Optional<ErrorDetail> add(Item item) {
        item.status = "completed";
        Optional<String> previous = call.conversation().add(item);
        call.emit(call.events().item("conversation.item.added", previous, item.json(false)));
        call.emit(call.events().item("conversation.item.done", previous, item.json(false)));
        return Optional.empty();
    }

    private static Optional<ErrorDetail> noItem(String code, String itemId) {
        return Optional.of(ErrorDetail.invalid(code, "Item with item_id not found: " + itemId, "item_id"));
    }
}
