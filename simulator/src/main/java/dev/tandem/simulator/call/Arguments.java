package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.json.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes arguments that fit a tool's JSON Schema, for scripts that leave them to the model. */
final class Arguments {
    private Arguments() {}

    private static final Pattern CODE = Pattern.compile("\\b[A-Z]{1,6}-?\\d{2,12}\\b|\\b\\d{3,12}\\b");

    /** The same; texts that ask for a code or a number get the first one that was said. */
    static ObjectNode forSchema(JsonNode schema, String said) {
        ObjectNode arguments = forSchema(schema);
        Matcher code = CODE.matcher(said);
        if (code.find()) {
            for (var property : schema.path("properties").properties()) {
                boolean asksForCode = property.getKey().matches("(?i).*(id|number|code|order).*");
                if (asksForCode && arguments.path(property.getKey()).isTextual()) {
                    arguments.put(property.getKey(), code.group());
                }
            }
        }
        return arguments;
    }

    static ObjectNode forSchema(JsonNode schema) {
        ObjectNode arguments = Json.object();
        for (var property : schema.path("properties").properties()) {
            arguments.set(property.getKey(), value(property.getKey(), property.getValue()));
        }
        return arguments;
    }

    private static JsonNode value(String name, JsonNode schema) {
        JsonNode members = schema.path("enum");
        if (!members.isEmpty()) {
            return members.get(0).deepCopy();
        }
        ObjectNode holder = Json.object();
        switch (schema.path("type").asText("string")) {
            case "integer", "number" -> holder.put(name, 1);
            case "boolean" -> holder.put(name, true);
            case "array" -> holder.putArray(name);
            case "object" -> holder.set(name, forSchema(schema));
            default -> holder.put(name, name.equals("reason") ? "The caller said goodbye." : name);
        }
        return holder.get(name);
    }
}
