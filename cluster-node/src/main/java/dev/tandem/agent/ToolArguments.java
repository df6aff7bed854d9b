package dev.tandem.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.protocol.tenant.Tool;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the arguments a model gives for a tool against the tool's schema; safe for use by many threads. */
public final class ToolArguments {

    /** More than any model writes by intent. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Compiled schemas that are kept; agents of a busy node have some hundred tools. */
    private static final int CACHED_SCHEMAS = 1_000;

    private static final int NAMED_MISMATCHES = 5;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<JsonNode, ToolSchema> compiled =
            Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<JsonNode, ToolSchema> eldest) {
                    return size() > CACHED_SCHEMAS;
                }
            });

    /** What came of a check. */
    public sealed interface Checked {}

    /** The arguments fit; {@code json} is what the model wrote, an empty object when it wrote nothing. */
    public record Fit(ObjectNode values, String json) implements Checked {}

    /** The tool must not run; the reason is for the model, so that it can do better. */
    public record Unfit(String reason) implements Checked {}

    /** Checks the JSON text; never throws. */
    public Checked check(Tool tool, String arguments) {
        String text = arguments == null || arguments.isBlank() ? "{}" : arguments;
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return new Unfit("the arguments have more than " + MAX_BYTES + " bytes");
        }
        try {
            JsonNode values = JSON.readTree(text);
            if (!(values instanceof ObjectNode object)) {
                return new Unfit("the arguments must be one JSON object");
            }
            List<String> mismatches = schema(parameters(tool)).mismatches(object);
            return mismatches.isEmpty()
                    ? new Fit(object, text)
                    : new Unfit("the arguments do not fit: "
                            + String.join(
                                    "; ",
                                    mismatches.stream().limit(NAMED_MISMATCHES).toList()));
        } catch (JsonProcessingException e) {
            return new Unfit("the arguments are no valid JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (RuntimeException e) {
            // The validator throws on values it cannot compute with, such as numbers beyond a double.
            return new Unfit("the arguments could not be checked against their schema");
        }
    }

    /** The JSON Schema of the tool's arguments, as the model is told; transfers may only go to the configured names. */
    public static JsonNode parameters(Tool tool) {
        return switch (tool) {
            case Tool.Http http -> http.parameters();
            case Tool.EndCall end -> object();
            case Tool.TransferCall transfer -> {
                ObjectNode schema = object();
                ObjectNode target = schema.withObject("/properties/target").put("type", "string");
                transfer.targets().keySet().forEach(target.putArray("enum")::add);
                schema.putArray("required").add("target");
                yield schema;
            }
        };
    }

    private static ObjectNode object() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties");
        return schema.put("additionalProperties", false);
    }

    private ToolSchema schema(JsonNode parameters) {
        ToolSchema known = compiled.get(parameters);
        if (known == null) {
            known = ToolSchema.compile(parameters);
            compiled.put(parameters, known);
        }
        return known;
    }
}
