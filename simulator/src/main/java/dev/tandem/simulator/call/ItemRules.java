package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.event.ErrorDetail;
import dev.tandem.simulator.json.Json;
import java.util.Optional;

/** Checks the items that a client gives, and reads them. */
final class ItemRules {
    private ItemRules() {}

    /** The first mistake in an item; {@code place} names it in the error's param. */
    static Optional<ErrorDetail> mistake(JsonNode item, String place) {
        return switch (item.path("type").asText("")) {
            case "message" -> ofMessage(item, place);
            case "function_call" -> needed(item, place, "name", "arguments");
            case "function_call_output" -> needed(item, place, "call_id", "output");
            case "mcp_approval_response" -> needed(item, place, "approval_request_id");
            case "" -> missing(place + ".type");
            default ->
                Optional.of(ErrorDetail.invalid(
                        "invalid_value",
                        "Supported item types are message, function_call, function_call_output and"
                                + " mcp_approval_response.",
                        place + ".type"));
        };
    }

    /** The item of a client, already found right. */
    static Item item(String id, JsonNode given) {
        return switch (given.path("type").asText()) {
            case "function_call" -> {
                Item item = new Item(id, Item.Type.FUNCTION_CALL);
                item.name = given.path("name").asText();
                item.callId = given.path("call_id").asText();
                item.text = given.path("arguments").asText();
                yield item;
            }
            case "function_call_output" -> {
                Item item = new Item(id, Item.Type.FUNCTION_OUTPUT);
                item.callId = given.path("call_id").asText();
                item.text = given.path("output").asText();
                yield item;
            }
            case "mcp_approval_response" -> {
                Item item = new Item(id, Item.Type.REMOTE);
                item.remote = ((ObjectNode) given.deepCopy()).put("id", id);
                yield item;
            }
            default -> message(id, given);
        };
    }

    private static Item message(String id, JsonNode given) {
        Item item = new Item(id, Item.Type.TEXT_MESSAGE);
        item.role = given.path("role").asText();
        StringBuilder text = new StringBuilder();
        boolean onlyText = given.path("content").size() == 1;
        for (JsonNode part : given.path("content")) {
            text.append(part.path("text").asText(part.path("transcript").asText("")));
            onlyText &= part.has("text");
        }
        item.text = text.toString();
        item.given = onlyText ? null : withoutMedia(given);
        return item;
    }

    /** Sound and pictures are not sent back, as the vendor leaves them out. */
    private static ObjectNode withoutMedia(JsonNode given) {
        ObjectNode copy = given.deepCopy();
        for (JsonNode part : copy.path("content")) {
            ((ObjectNode) part).remove("audio");
        }
        return copy;
    }

    private static Optional<ErrorDetail> ofMessage(JsonNode item, String place) {
        String role = item.path("role").asText("");
        if (!role.matches("system|user|assistant")) {
            return Optional.of(ErrorDetail.invalid("invalid_value", "Unknown role.", place + ".role"));
        }
        if (!item.path("content").isArray()) {
            return missing(place + ".content");
        }
        for (int i = 0; i < item.path("content").size(); i++) {
            JsonNode part = item.path("content").get(i);
            String where = place + ".content[" + i + "]";
            Optional<ErrorDetail> wrong = switch (part.path("type").asText("")) {
                case "input_text", "output_text", "text" -> needed(part, where, "text");
                case "input_audio" -> role.equals("user") ? needed(part, where, "audio") : notBy(role, where);
                case "input_image" -> role.equals("user") ? needed(part, where, "image_url") : notBy(role, where);
                // The vendor's field reports: assistant audio given back draws this very error.
                case "output_audio", "audio" -> needed(part, where, "text");
                default -> notBy(role, where);
            };
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<ErrorDetail> notBy(String role, String where) {
        return Optional.of(ErrorDetail.invalid(
                "invalid_value", "This content type is not for messages of the " + role + ".", where + ".type"));
    }

    private static Optional<ErrorDetail> needed(JsonNode node, String place, String... fields) {
        for (String field : fields) {
            if (Json.text(node, field).isEmpty()) {
                return missing(place + "." + field);
            }
        }
        return Optional.empty();
    }

    private static Optional<ErrorDetail> missing(String param) {
        return Optional.of(ErrorDetail.invalid(
                "missing_required_parameter", "Missing required parameter: '" + param + "'.", param));
    }
}
