package dev.tandem.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.call.ClientSide;
import dev.tandem.simulator.call.Session;
import dev.tandem.simulator.call.SessionRules;
import dev.tandem.simulator.call.Sideband;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a client sends; a mistake is answered with an error event and the session stays open. */
final class ClientEvents {
    private static final int MAX_EVENT_ID = 512;

    private ClientEvents() {}

    static void read(String text, Session session, Sideband sideband) {
        Optional<JsonNode> event = Json.read(text).filter(JsonNode::isObject);
        Optional<String> eventId = event.flatMap(node -> Json.text(node, "event_id"));
        Optional<ErrorDetail> mistake = event.isEmpty()
                ? Optional.of(ErrorDetail.invalid("invalid_json", "The event is not a JSON object."))
                : eventId.filter(id -> id.length() > MAX_EVENT_ID).isPresent()
                        ? Optional.of(ErrorDetail.invalid("invalid_value", "event_id is too long.", "event_id"))
                        : obey(event.get(), session.client());
        mistake.ifPresent(error -> {
            session.note(
                    "client_error", Json.object().put("reason", error.code().orElse(error.type())));
            sideband.send(session.events().error(error, eventId));
        });
        session.timers().resume();
    }

    private static Optional<ErrorDetail> obey(JsonNode event, ClientSide client) {
        Optional<String> type = Json.text(event, "type");
        if (type.isEmpty()) {
            return Optional.of(ErrorDetail.invalid("invalid_event", "The 'type' field is missing."));
        }
        return switch (type.get()) {
            case "session.update" -> update(event.path("session"), client);
            case "response.create" -> client.createResponse(event.path("response"));
            case "response.cancel" -> client.cancelResponse(Json.text(event, "response_id"));
            case "conversation.item.create" ->
                event.path("item").isObject()
                        ? client.createItem(event.path("item"), Json.text(event, "previous_item_id"))
                        : missing("item");
            case "conversation.item.retrieve" -> withItemId(event, client::retrieveItem);
            case "conversation.item.delete" -> withItemId(event, client::deleteItem);
            case "conversation.item.truncate" ->
                event.path("audio_end_ms").isInt()
                        ? withItemId(
                                event,
                                id -> client.truncateItem(
                                        id,
                                        event.path("content_index").asInt(0),
                                        event.path("audio_end_ms").intValue()))
                        : missing("audio_end_ms");
            case "output_audio_buffer.clear" -> client.clearOutput();
            case "input_audio_buffer.clear" -> {
                client.clearInput();
                yield Optional.empty();
            }
            case "input_audio_buffer.commit" -> client.commitInput();
            case "input_audio_buffer.append" ->
                Json.text(event, "audio").map(client::appendInput).orElseGet(() -> missing("audio"));
            default ->
                Optional.of(ErrorDetail.invalid("invalid_value", "Invalid value: '" + type.get() + "'.", "type"));
        };
    }

    private static Optional<ErrorDetail> update(JsonNode session, ClientSide client) {
        Optional<ErrorDetail> mistake = SessionRules.ofUpdate(session);
        return mistake.isPresent() ? mistake : client.update((ObjectNode) session);
    }

    private static Optional<ErrorDetail> withItemId(JsonNode event, Function<String, Optional<ErrorDetail>> request) {
        return Json.text(event, "item_id").map(request).orElseGet(() -> missing("item_id"));
    }

    private static Optional<ErrorDetail> missing(String param) {
        return Optional.of(ErrorDetail.invalid(
                "missing_required_parameter", "Missing required parameter: '" + param + "'.", param));
    }
}
