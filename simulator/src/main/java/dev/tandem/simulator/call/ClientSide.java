package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.List;
import java.util.Optional;

/** What a client can ask of a live session; each request gives the error it draws, or empty. */
public final class ClientSide {
    private final Session session;

    ClientSide(Session session) {
        this.session = session;
    }

    /** {@code session.update} with a configuration that was already checked. */
    public Optional<ErrorDetail> update(ObjectNode changes) {
        Optional<ErrorDetail> refused = refused(changes);
        if (refused.isPresent()) {
            return refused;
        }
        session.config().merge(changes);
        session.emit(session.events().session("session.updated", session.sessionJson()));
        session.remoteTools().configured();
        return Optional.empty();
    }

    /** {@code response.create} with its parameters. */
    public Optional<ErrorDetail> createResponse(JsonNode params) {
        Optional<ErrorDetail> mistake = Terms.mistake(session, params);
        if (mistake.isPresent()) {
            return mistake;
        }
        Terms terms = Terms.of(session, params);
        if (terms.beside()) {
            List<Item> context = terms.input().orElseGet(session.conversation()::inOrder);
            Utterance words = Utterance.saying(Words.beside(terms.instructions(), context));
            return session.agent()
                    .respondBeside(new AgentResponse(session, terms, words, Optional.empty(), Nobody.WAITS));
        }
        if (session.agent().isActive() || session.mind().isAboutToRespond()) {
            return Optional.of(session.agent().alreadyActive());
        }
        return session.mind().responseCreate(terms);
    }

    /** {@code response.cancel}. */
    public Optional<ErrorDetail> cancelResponse(Optional<String> responseId) {
        return session.agent().cancel(responseId);
    }

    /** {@code output_audio_buffer.clear}. */
    public Optional<ErrorDetail> clearOutput() {
        if (!session.isPhone()) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_event", "output_audio_buffer.clear is only for WebRTC and SIP.", "type"));
        }
        session.agent().clear();
        return Optional.empty();
    }

    /** {@code input_audio_buffer.append}. */
    public Optional<ErrorDetail> appendInput(String base64) {
        return switch (session) {
            case Call call ->
                Optional.of(
                        ErrorDetail.invalid("invalid_event", "Audio of a SIP call does not come over its sideband."));
            case ModelSession model -> model.input().append(base64);
        };
    }

    /** {@code input_audio_buffer.commit}. */
    public Optional<ErrorDetail> commitInput() {
        return switch (session) {
            case Call call ->
                Optional.of(ErrorDetail.invalid(
                        "input_audio_buffer_commit_empty",
                        "Error committing input audio buffer: the buffer is empty."));
            case ModelSession model -> model.input().commit();
        };
    }

    /** {@code input_audio_buffer.clear}. */
    public void clearInput() {
        switch (session) {
            case Call call -> call.emit(call.events().inputCleared());
            case ModelSession model -> model.input().clear();
        }
    }

    /** {@code conversation.item.create}. */
    public Optional<ErrorDetail> createItem(JsonNode given, Optional<String> behind) {
        if (session.conversation().isFull()) {
            return Optional.of(ErrorDetail.invalid("conversation_full", "The conversation has too many items."));
        }
        Optional<String> ownId = Json.text(given, "id");
        if (ownId.flatMap(session.conversation()::item).isPresent()) {
            return Optional.of(ErrorDetail.invalid(
                    "item_create_duplicate_item_id", "An item with this id already exists.", "item.id"));
        }
        if (behind.filter(id -> !id.equals(Conversation.ROOT))
                .filter(id -> session.conversation().item(id).isEmpty())
                .isPresent()) {
            return Optional.of(ErrorDetail.invalid(
                    "item_create_invalid_previous_item_id",
                    "Previous item with item_id not found: " + behind.get(),
                    "previous_item_id"));
        }
        Optional<ErrorDetail> mistake = ItemRules.mistake(given, "item").or(() -> answersNothing(given));
        if (mistake.isPresent()) {
            return mistake;
        }
        Item item = ItemRules.item(ownId.orElseGet(() -> idFor(given)), given);
        take(item);
        session.addItem(item, behind);
        return Optional.empty();
    }

    /** {@code conversation.item.retrieve}. */
    public Optional<ErrorDetail> retrieveItem(String itemId) {
        Optional<Item> item = session.conversation().item(itemId);
        item.ifPresent(found -> session.emit(session.events()
                .itemRetrieved(found.jsonWithAudio(
                        session.config().outputFormat(), session.config().speechSpeed()))));
        return item.isPresent() ? Optional.empty() : noItem("item_retrieve_invalid_item_id", itemId);
    }

    /** {@code conversation.item.delete}. */
    public Optional<ErrorDetail> deleteItem(String itemId) {
        if (!session.conversation().remove(itemId)) {
            return noItem("item_delete_invalid_item_id", itemId);
        }
        session.emit(session.events().itemDeleted(itemId));
        return Optional.empty();
    }

    /** {@code conversation.item.truncate}. */
    public Optional<ErrorDetail> truncateItem(String itemId, int contentIndex, int audioEndMs) {
        Optional<Item> item = session.conversation().item(itemId);
        if (item.isEmpty()) {
            return noItem("item_truncate_invalid_item_id", itemId);
        }
        if (item.get().type != Item.Type.AGENT_AUDIO || item.get().audioMs == 0) {
            return Optional.of(ErrorDetail.invalid(
                    "unsupported_content_type", "Only model output audio messages can be truncated"));
        }
        if (audioEndMs < 0 || audioEndMs > item.get().audioMs) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_value",
                    "Audio content of " + item.get().audioMs + "ms is already shorter than " + audioEndMs + "ms",
                    "audio_end_ms"));
        }
        item.get().audioMs = audioEndMs;
        item.get().text = "";
        session.emit(session.events().itemTruncated(itemId, contentIndex, audioEndMs));
        return Optional.empty();
    }

    private Optional<ErrorDetail> refused(ObjectNode changes) {
        Optional<String> model = Json.text(changes, "model");
        if (model.filter(name -> !name.equals(session.config().model())).isPresent()) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_value", "The model cannot be changed after the session has started.", "session.model"));
        }
        JsonNode voice = changes.at("/audio/output/voice");
        if (!voice.isMissingNode()
                && !voice.equals(session.config().voice())
                && session.conversation().hasAgentAudio()) {
            return Optional.of(ErrorDetail.invalid(
                    "cannot_update_voice", "Cannot update a conversation's voice if assistant audio is present."));
        }
        JsonNode tracing = session.config().tracing();
        if (changes.has("tracing")
                && !tracing.isNull()
                && !tracing.isMissingNode()
                && !changes.path("tracing").equals(tracing)) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_value", "Tracing cannot be changed once it is on.", "session.tracing"));
        }
        return Optional.empty();
    }

    private Optional<ErrorDetail> answersNothing(JsonNode given) {
        boolean output = given.path("type").asText().equals("function_call_output");
        if (output
                && session.conversation()
                        .functionCall(given.path("call_id").asText())
                        .isEmpty()) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_tool_call_id", "No function call with this call_id was made.", "item.call_id"));
        }
        boolean approval = given.path("type").asText().equals("mcp_approval_response");
        if (approval
                && !session.remoteTools()
                        .isAsked(given.path("approval_request_id").asText())) {
            return Optional.of(ErrorDetail.invalid(
                    "invalid_approval_request_id",
                    "No approval of this id was asked for.",
                    "item.approval_request_id"));
        }
        return Optional.empty();
    }

    /** The first answer to a call has an id of its own, whatever else the client sent before it. */
    private String idFor(JsonNode given) {
        if (given.path("type").asText().equals("function_call_output")) {
            String id = session.ids().idFor("item", given.path("call_id").asText());
            if (session.conversation().item(id).isEmpty()) {
                return id;
            }
        }
        return session.ids().freshOfClient("item");
    }

    private void take(Item item) {
        if (item.type == Item.Type.FUNCTION_OUTPUT) {
            session.note(
                    "tool_output",
                    Json.object()
                            .put("item_id", item.id)
                            .put("tool_call_id", item.callId)
                            .put("text", item.text));
            session.mind().answered(item.callId);
        } else if (item.type == Item.Type.REMOTE) {
            String asked = item.remote.path("approval_request_id").asText();
            session.remoteTools().decided(asked, item.remote.path("approve").asBoolean());
            session.mind().answered(asked);
        } else if (item.isByUser()) {
            session.idle().stop();
        }
    }

    private static Optional<ErrorDetail> noItem(String code, String itemId) {
        return Optional.of(ErrorDetail.invalid(code, "Item with item_id not found: " + itemId, "item_id"));
    }

    /** Nobody is told of a response beside the conversation. */
    private enum Nobody implements ResponseEnding {
        WAITS;

        @Override
        public void bargeInDue() {
            // No caller hears it.
        }

        @Override
        public void generated() {
            // Nothing follows.
        }

        @Override
        public void cancelled() {
            // Nothing follows.
        }

        @Override
        public void played() {
            // Nothing follows.
        }
    }
}
