package dev.tandem.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.AllowSchemaLoader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The JSON Schema (2020-12) of a tool's arguments: one object, complete in itself. */
public final class ToolSchema {

    /** Larger schemas cost every response of the model their tokens. */
    public static final int MAX_CHARACTERS = 64 * 1024;

    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .locale(Locale.ENGLISH)
            .pathType(PathType.JSON_POINTER)
            .build();

    /** Reads the meta schema from the library's own jar; a reference to anywhere else is never fetched. */
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.enableSchemaCache(false)
                    .schemaLoaders(loaders -> loaders.add(
                            new AllowSchemaLoader(iri -> iri.toString().startsWith("classpath:draft/")))));

    private static final JsonSchema META = FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG);

    private final JsonSchema compiled;

    private ToolSchema(JsonSchema compiled) {
        this.compiled = compiled;
    }

    /**
     * One thing that is wrong with a schema.
     *
     * @param path where, from the schema's root: property names (String) and indexes (Integer)
     */
    public record Fault(List<Object> path, String message) {}

    /** Everything that is wrong with the schema; empty when it can be used. */
    public static List<Fault> faults(JsonNode schema) {
        List<Fault> faults = new ArrayList<>();
        if (!schema.isObject() || !"object".equals(schema.path("type").asText())) {
            faults.add(new Fault(List.of(), "must be a JSON Schema with \"type: object\", one property per argument"));
            return faults;
        }
        if (schema.toString().length() > MAX_CHARACTERS) {
            faults.add(new Fault(List.of(), "must have at most " + MAX_CHARACTERS + " characters"));
            return faults;
        }
        foreign(schema, new ArrayList<>(), faults);
        META.validate(schema).stream()
                .sorted(Comparator.comparing(
                        message -> message.getInstanceLocation().toString()))
                .forEach(message -> faults.add(
                        new Fault(path(message.getInstanceLocation()), "is no valid JSON Schema: " + text(message))));
        if (faults.isEmpty()) {
            try {
                compile(schema);
            } catch (RuntimeException e) {
                faults.add(new Fault(List.of(), "cannot be used as a JSON Schema: " + firstLine(e.getMessage())));
            }
        }
        return faults;
    }

    /** @throws JsonSchemaException when the schema has {@link #faults} */
    static ToolSchema compile(JsonNode schema) {
        JsonSchema compiled = FACTORY.getSchema(schema, CONFIG);
        compiled.initializeValidators();
        return new ToolSchema(compiled);
    }

    /** Everything in which the arguments do not fit, for the model to read. */
    List<String> mismatches(JsonNode arguments) {
        return compiled.validate(arguments).stream()
                .map(ToolSchema::text)
                .sorted()
                .toList();
    }

    private static void foreign(JsonNode node, List<Object> path, List<Fault> faults) {
        for (String keyword : List.of("$ref", "$dynamicRef")) {
            if (node.path(keyword).isTextual()
                    && !node.path(keyword).textValue().startsWith("#")) {
                faults.add(new Fault(
                        List.copyOf(path), keyword + " must stay inside this schema, for example #/$defs/address"));
            }
        }
        for (String keyword : List.of("$schema", "$id")) {
            if (node.path(keyword).isTextual()) {
                faults.add(new Fault(
                        List.copyOf(path), "must not have " + keyword + "; schemas are read as JSON Schema 2020-12"));
            }
        }
        node.properties().forEach(entry -> step(entry.getKey(), entry.getValue(), path, faults));
        if (node.isArray()) {
            IntStream.range(0, node.size()).forEach(i -> step(i, node.get(i), path, faults));
        }
    }

    private static void step(Object name, JsonNode child, List<Object> path, List<Fault> faults) {
        path.add(name);
        foreign(child, path, faults);
        path.removeLast();
    }

    private static List<Object> path(JsonNodePath location) {
        return IntStream.range(0, location.getNameCount())
                .mapToObj(location::getElement)
                .toList();
    }

    private static String text(ValidationMessage message) {
        String where = message.getInstanceLocation().toString();
        return where.isEmpty() || "/".equals(where) ? message.getError() : where + ": " + message.getError();
    }

    private static String firstLine(String text) {
        return text == null ? "unknown reason" : text.lines().findFirst().orElse("unknown reason");
    }
}
