package dev.tandem.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;

/** Builds a document that is valid for a JSON Schema, filled with the words of a conversation; always the same. */
final class SchemaAnswer {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Schemas that nest deeper than this are cut off with null. */
    private static final int MAX_DEPTH = 20;

    private final JsonNode root;
    private final ConversationText conversation;

    private SchemaAnswer(JsonNode root, ConversationText conversation) {
        this.root = root;
        this.conversation = conversation;
    }

    static JsonNode to(JsonNode schema, ConversationText conversation) {
        return new SchemaAnswer(schema, conversation).value("", schema, 0);
    }

    private JsonNode value(String name, JsonNode given, int depth) {
        JsonNode schema = resolved(given);
        if (depth > MAX_DEPTH) {
            return NODES.nullNode();
        }
        if (schema.has("const")) {
            return schema.get("const").deepCopy();
        }
        if (!schema.path("enum").isEmpty()) {
            return member(name, schema.path("enum")).deepCopy();
        }
        for (String choice : new String[] {"anyOf", "oneOf"}) {
            if (!schema.path(choice).isEmpty()) {
                return value(name, schema.path(choice).get(0), depth + 1);
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(name, schema, depth);
            case "integer" -> NODES.numberNode(schema.path("minimum").asLong(0));
            case "number" -> NODES.numberNode(schema.path("minimum").asDouble(0));
            case "boolean" -> NODES.booleanNode(false);
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(bounded(words(name), schema));
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        for (var property : schema.path("properties").properties()) {
            object.set(property.getKey(), value(property.getKey(), property.getValue(), depth + 1));
        }
        return object;
    }

    private ArrayNode array(String name, JsonNode schema, int depth) {
        ArrayNode array = Json.array();
        boolean wanted = conversation.callerSaid("call me", "call back", "remind", "email", "tomorrow");
        int size = Math.max(schema.path("minItems").asInt(0), wanted ? 1 : 0);
        for (int i = 0; i < Math.min(size, schema.path("maxItems").asInt(100)); i++) {
            array.add(value(name, schema.path("items"), depth + 1));
        }
        return array;
    }

    private JsonNode member(String name, JsonNode members) {
        String wish = "";
        if (name.contains("sentiment")) {
            boolean good = conversation.callerSaid("thank", "great", "perfect", "wonderful");
            boolean bad = conversation.callerSaid("angry", "terrible", "unacceptable", "complain");
            wish = bad ? "negative" : good ? "positive" : "neutral";
        } else if (name.contains("outcome")) {
            wish = conversation.caller().isEmpty() ? "unresolved" : "resolved";
        }
        for (JsonNode member : members) {
            if (member.asText().equalsIgnoreCase(wish)) {
                return member;
            }
        }
        return members.get(0);
    }

    private String words(String name) {
        return switch (name) {
            case "intent", "caller_intent" -> conversation.callersWish().orElse("The caller said nothing.");
            case "outcome" ->
                conversation.caller().isEmpty() ? "No conversation took place." : "The call was completed.";
            case "sentiment" ->
                member(name, Json.array().add("neutral").add("positive").add("negative"))
                        .asText();
            case "follow_ups", "follow_up" -> "Get back to the caller.";
            default -> conversation.summary();
        };
    }

    private static String bounded(String text, JsonNode schema) {
        int limit = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        return text.codePointCount(0, text.length()) <= limit
                ? text
                : text.substring(0, text.offsetByCodePoints(0, limit));
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        for (JsonNode choice : type) {
            if (!choice.asText().equals("null")) {
                return choice.asText();
            }
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : schema;
    }
}
