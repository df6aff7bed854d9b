package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tandem.simulator.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vendor's schema.
 *
 * <p>Known exceptions, in which the vendor's own examples differ from its schema and this simulator follows the
 * examples: null where the schema knows no null (session fields, status_details, usage, metadata, error.param), and
 * {@code input_audio_buffer.dtmf_event_received} without event id. So nulls are taken out before validation.
 */
final class Schemas {
    private static final ObjectNode DOCUMENT = read();
    private static final Map<String, String> DEFINITION_OF_TYPE = definitions();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Schemas() {}

    /** The event fits the definition of its type. */
    static void assertValidEvent(JsonNode event) {
        String definition = DEFINITION_OF_TYPE.get(event.path("type").asText());
        assertThat(definition).as("definition of %s", event).isNotNull();
        assertValid(definition, event);
    }

    /** The types of all server events. */
    static Set<String> eventTypes() {
        return DEFINITION_OF_TYPE.keySet();
    }

    static void assertValid(String definition, JsonNode node) {
        JsonSchema schema = SCHEMAS.computeIfAbsent(definition, Schemas::schema);
        assertThat(schema.validate(withoutNulls(node.deepCopy())))
                .as("%s", node)
                .isEmpty();
    }

    private static JsonSchema schema(String definition) {
        ObjectNode document = Json.object().put("$ref", "#/$defs/" + definition);
        document.set("$defs", DOCUMENT.path("$defs"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(document);
    }

    private static Map<String, String> definitions() {
        Map<String, String> byType = new TreeMap<>();
        for (var definition : DOCUMENT.path("$defs").properties()) {
            JsonNode type = definition.getValue().at("/properties/type");
            if (definition.getKey().startsWith("RealtimeServerEvent") && !type.isMissingNode()) {
                byType.put(type.at("/enum/0").asText(type.path("const").asText()), definition.getKey());
            }
        }
        return byType;
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> nulls = object.properties().stream()
                    .filter(field -> field.getValue().isNull())
                    .map(Map.Entry::getKey)
                    .toList();
            object.remove(nulls);
            object.forEach(Schemas::withoutNulls);
        } else if (node instanceof ArrayNode array) {
            array.forEach(Schemas::withoutNulls);
        }
        return node;
    }

    private static ObjectNode read() {
        try (InputStream in = Schemas.class.getResourceAsStream("/openai/realtime.schema.json")) {
            return (ObjectNode) Json.read(in.readAllBytes()).orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
