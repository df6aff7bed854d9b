package dev.tandem.protocol.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.protocol.realtime.SessionSettings.FunctionTool;
import dev.tandem.protocol.tenant.Tool;
import java.util.List;

/** What the model is told of an agent's tools; of a transfer it sees the targets' names, never their addresses. */
final class FunctionTools {

    private FunctionTools() {}

    static List<FunctionTool> of(List<Tool> tools) {
        return tools.stream().map(FunctionTools::of).toList();
    }

    private static FunctionTool of(Tool tool) {
        return switch (tool) {
            case Tool.Http http ->
                new FunctionTool(
                        http.name(), http.description(), http.parameters() == null ? noArguments() : http.parameters());
            case Tool.EndCall end -> new FunctionTool(end.name(), end.description(), endCall());
            case Tool.TransferCall transfer ->
                new FunctionTool(transfer.name(), transfer.description(), transferCall(transfer));
        };
    }

    private static ObjectNode noArguments() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties");
        return schema;
    }

    private static ObjectNode endCall() {
        ObjectNode schema = noArguments();
        reason(schema, "Why the call ends, in a few words.");
        return schema;
    }

    private static ObjectNode transferCall(Tool.TransferCall transfer) {
        ObjectNode schema = noArguments();
        ObjectNode target = schema.withObjectProperty("properties").putObject("target");
        target.put("type", "string").put("description", "Whom to transfer the caller to.");
        ArrayNode names = target.putArray("enum");
        transfer.targets().keySet().forEach(names::add);
        reason(schema, "Why the caller is transferred, in a few words.");
        schema.putArray("required").add("target");
        return schema;
    }

    private static void reason(ObjectNode schema, String description) {
        schema.withObjectProperty("properties")
                .putObject("reason")
                .put("type", "string")
                .put("description", description);
    }
}
