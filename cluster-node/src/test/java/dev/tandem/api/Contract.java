package dev.tandem.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tandem.protocol.api.ApiJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The API's own description, as a judge of answers: fields it does not name are wrong, so that nothing goes undescribed. */
final class Contract {

    static final JsonNode DOCUMENT = read();

    private static final JsonNode STRICT = closed(DOCUMENT.deepCopy());
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Contract() {}

    /** Fails unless the description has this path, method, status and kind of body, and the body fits. */
    static void permits(String path, String method, int status, String contentType, String body) {
        JsonNode operation = DOCUMENT.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
        assertThat(operation.isObject()).as(method + " " + path).isTrue();
        JsonNode response = resolve(operation.path("responses").path(Integer.toString(status)));
        assertThat(response.isObject())
                .as(method + " " + path + " " + status + " " + body)
                .isTrue();
        String mediaType = contentType.split(";")[0].strip();
        JsonNode schema = response.path("content").path(mediaType).path("schema");
        assertThat(schema.isObject())
                .as(method + " " + path + " " + status + " " + mediaType)
                .isTrue();
        if (mediaType.endsWith("json")) {
            fits(schema, body, method + " " + path + " " + status);
        }
    }

    /** Fails unless the text fits the schema of that name. */
    static void fits(String schemaName, String json) {
        fits(ApiJson.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + schemaName), json, schemaName);
    }

    static void fits(JsonNode schema, String json, String what) {
        Set<ValidationMessage> wrong = SCHEMAS.computeIfAbsent(schema.toString(), key -> schemaOf(schema))
                .validate(parse(json));
        assertThat(wrong).as(what + ": " + json).isEmpty();
    }

    /** The path of the description that this path would be asked by, first those without braces. */
    static Optional<String> template(String path) {
        String[] segments = path.split("/");
        Optional<String> found = Optional.empty();
        for (Iterator<String> names = DOCUMENT.path("paths").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            String[] pattern = name.split("/");
            boolean matches = pattern.length == segments.length;
            for (int i = 0; matches && i < pattern.length; i++) {
                matches = pattern[i].startsWith("{") || pattern[i].equals(segments[i]);
            }
            if (matches && (found.isEmpty() || !name.contains("{"))) {
                found = Optional.of(name);
            }
        }
        return found;
    }

    static JsonNode example(String path, String method, String status) {
        return resolve(DOCUMENT.path("paths")
                        .path(path)
                        .path(method)
                        .path("responses")
                        .path(status))
                .path("content")
                .path("application/json")
                .path("example");
    }

    static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static JsonSchema schemaOf(JsonNode schema) {
        ObjectNode root = closed(schema.deepCopy());
        root.set("components", STRICT.get("components"));
        return FACTORY.getSchema(
                root,
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    /** The same, with every object that names its fields closed to others. */
    private static <T extends JsonNode> T closed(T node) {
        node.forEach(Contract::closed);
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        return node;
    }

    private static JsonNode parse(String json) {
        try {
            return ApiJson.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read() {
        try (InputStream in = Contract.class.getResourceAsStream("/openapi.json")) {
            return ApiJson.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
