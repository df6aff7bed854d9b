package dev.tandem.launcher.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tenant of the tests and its file; JSON is YAML too.
 *
 * @param number dialled by its callers, E.164
 * @param concurrentCalls its limit
 * @param maxDuration of a call, such as 30m
 * @param silence after which a call is ended, such as 60s
 */
record TenantFile(String id, String number, int concurrentCalls, String maxDuration, String silence) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A tenant whose limits no test meets by accident. */
    static TenantFile of(String id, String number) {
        return new TenantFile(id, number, 500, "30m", "60s");
    }

    TenantFile withConcurrentCalls(int limit) {
        return new TenantFile(id, number, limit, maxDuration, silence);
    }

    TenantFile withMaxDuration(String duration) {
        return new TenantFile(id, number, concurrentCalls, duration, silence);
    }

    TenantFile withSilence(String duration) {
        return new TenantFile(id, number, concurrentCalls, maxDuration, duration);
    }

    /** Writes it with tools of the simulator's service. */
    void write(Path folder, JsonNode tools, String service) throws IOException {
        ObjectNode tenant = JSON.createObjectNode().put("tenant", id).put("name", "The tenant " + id);
        tenant.putArray("numbers").add(number);
        tenant.putObject("limits").put("concurrent_calls", concurrentCalls);
        ObjectNode agent = tenant.putObject("agent")
                .put("name", "receptionist")
                .put("model", "gpt-realtime")
                .put("voice", "marin")
                .put("instructions", "You answer the telephone. Use the tools.")
                .put("greeting", "Hello, this is " + id + ". How can I help?")
                .put("max_duration", maxDuration)
                .put("silence_timeout", silence);
        agent.putObject("turn_detection").put("type", "server_vad");
        ArrayNode list = agent.putArray("tools");
        for (JsonNode tool : tools) {
            list.add(http(tool, service));
        }
        list.addObject().put("builtin", "end_call");
        list.addObject().put("builtin", "transfer_call").putObject("targets").put("billing", "tel:+18005550199");
        Files.writeString(folder.resolve(id + ".yaml"), tenant.toPrettyString());
    }

    private static ObjectNode http(JsonNode tool, String service) {
        String name = tool.path("name").asText();
        ObjectNode node = JSON.createObjectNode()
                .put("name", name)
                .put("description", tool.path("description").asText(name))
                .put("effect", tool.path("effect").asText("read"));
        node.putObject("http").put("method", "POST").put("url", service + name).put("timeout", "2s");
        node.set("parameters", tool.path("parameters"));
        return node;
    }
}
