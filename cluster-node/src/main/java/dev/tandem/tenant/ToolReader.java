package dev.tandem.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.agent.ToolSchema;
import dev.tandem.protocol.tenant.Tool;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one tool: an HTTP request of the tenant's, or a built-in. */
final class ToolReader {

    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    static final String NAME_RULE = "must be 1 to 64 letters, digits, underscores and hyphens";

    private static final String END_CALL = "end_call";
    private static final String TRANSFER_CALL = "transfer_call";
    private static final int MAX_DESCRIPTION = 1_024;

    private final TenantDefaults defaults;
    private final Field field;
    private Optional<String> name = Optional.empty();
    private String nameKey = "name";

    ToolReader(TenantDefaults defaults, Field field) {
        this.defaults = defaults;
        this.field = field;
    }

    /** The tool, when nothing of it is at fault. */
    Optional<Tool> read() {
        Optional<Section> tool = Section.of(field);
        return tool.flatMap(section -> section.has("builtin") ? builtin(section) : http(section));
    }

    /** The tool's name, also when it is at fault elsewhere. */
    Optional<String> name() {
        return name;
    }

    /** The key under which the name stands. */
    String nameKey() {
        return nameKey;
    }

    private Optional<Tool> builtin(Section tool) {
        nameKey = "builtin";
        name = tool.optional("builtin").flatMap(value -> value.oneOf(List.of(END_CALL, TRANSFER_CALL)));
        Optional<String> description = tool.optional("description").flatMap(value -> value.text(MAX_DESCRIPTION));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (name.get().equals(END_CALL)) {
            tool.known(List.of("builtin", "description"));
            return Optional.of(new Tool.EndCall(
                    END_CALL, description.orElse("Ends the call once everything is said and goodbyes are exchanged.")));
        }
        tool.known(List.of("builtin", "description", "targets"));
        return tool.required(
                        "targets", "whom the caller may be transferred to, such as { billing: \"tel:+18005550199\" }")
                .flatMap(TransferTargets::read)
                .map(targets -> new Tool.TransferCall(
                        TRANSFER_CALL,
                        description.orElse("Transfers the caller to one of the targets and leaves the call."),
                        targets));
    }

    private Optional<Tool> http(Section tool) {
        tool.known(List.of("name", "description", "effect", "http", "parameters", "builtin"));
        name = tool.required("name", "what the model calls the tool, such as lookup_order")
                .flatMap(value -> value.text(NAME, NAME_RULE));
        Optional<String> description = tool.required("description", "what the tool does, for the model to read")
                .flatMap(value -> value.text(MAX_DESCRIPTION));
        Optional<Tool.Effect> effect = tool.required(
                        "effect",
                        "read (changes nothing), idempotent (the same key has the same effect) or once (must never run twice)")
                .flatMap(value -> value.oneOf(List.of("read", "idempotent", "once")))
                .map(value -> Tool.Effect.valueOf(value.toUpperCase(Locale.ROOT)));
        Optional<HttpTarget> http = tool.required("http", "where the tool is: method, url, timeout, headers")
                .flatMap(value -> HttpTarget.read(value, defaults));
        Optional<JsonNode> parameters = tool.has("parameters")
                ? tool.optional("parameters").flatMap(ToolReader::parameters)
                : Optional.of(noParameters());
        return name.isEmpty() || description.isEmpty() || effect.isEmpty() || http.isEmpty() || parameters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Tool.Http(
                        name.get(),
                        description.get(),
                        http.get().method(),
                        http.get().url(),
                        http.get().headers(),
                        http.get().timeout(),
                        effect.get(),
                        parameters.get()));
    }

    private static Optional<JsonNode> parameters(Field field) {
        return field.json().filter(schema -> {
            List<ToolSchema.Fault> faults = ToolSchema.faults(schema);
            faults.forEach(fault -> field.at(fault.path()).fault(fault.message()));
            return faults.isEmpty();
        });
    }

    private static JsonNode noParameters() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties");
        return schema;
    }
}
