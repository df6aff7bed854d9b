package dev.tandem.launcher.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * A tenant that calls are played to, written as the file that any tenant has.
 *
 * @param id short name
 * @param name for people
 * @param number dialled by its callers, E.164
 */
public record SampleTenant(String id, String name, String number) {
    /** Numbers from the range reserved for fiction (555-0100 to 555-0199). */
    public static final List<SampleTenant> ALL = List.of(
            new SampleTenant("acme", "Acme Store", "+18005550100"),
            new SampleTenant("harbor", "Harbor Travel", "+18005550110"));

    private static final String BILLING = "tel:+18005550199";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .build();

    /**
     * The YAML of this tenant.
     *
     * @param concurrentCalls its limit
     * @param tools what the simulator's tool service offers
     * @param toolService where it answers, such as {@code http://127.0.0.1:9200/tools/}
     */
    String yaml(int concurrentCalls, List<JsonNode> tools, String toolService) {
        ObjectNode tenant = YAML.createObjectNode();
        tenant.put("tenant", id).put("name", name);
        tenant.putArray("numbers").add(number);
        tenant.putObject("limits").put("concurrent_calls", concurrentCalls);
        ObjectNode agent = tenant.putObject("agent");
        agent.put("name", "receptionist")
                .put("model", "gpt-realtime")
                .put("voice", "marin")
                .put("language", "en")
                .put(
                        "instructions",
                        "You answer the telephone for " + name
                                + ".\nBe brief, use the tools, and end the call when the caller is done.\n")
                .put("greeting", "Hello, this is " + name + ". How can I help?");
        agent.putObject("turn_detection").put("type", "server_vad");
        agent.putObject("transcription").put("model", "gpt-4o-mini-transcribe");
        agent.put("max_duration", "30m").put("silence_timeout", "60s");
        ArrayNode list = agent.putArray("tools");
        tools.forEach(tool -> list.add(http(tool, toolService)));
        list.addObject().put("builtin", "end_call");
        list.addObject().put("builtin", "transfer_call").putObject("targets").put("billing", BILLING);
        try {
            return YAML.writeValueAsString(tenant);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode http(JsonNode tool, String service) {
        ObjectNode node = YAML.createObjectNode();
        String name = tool.path("name").asText();
        node.put("name", name)
                .put("description", tool.path("description").asText(name))
                .put("effect", tool.path("effect").asText("read"));
        ObjectNode http = node.putObject("http");
        http.put("method", "POST").put("url", service + name).put("timeout", "5s");
        http.putObject("headers").put("X-Demo", "${env:DEMO_TOKEN}");
        JsonNode parameters = tool.path("parameters");
        node.set(
                "parameters",
                parameters.isObject() ? parameters : YAML.createObjectNode().put("type", "object"));
        return node;
    }

    /** Reads the simulator's list of tools: an array, an object with {@code tools}, or an object of tools by name; each name once. */
    static List<JsonNode> tools(JsonNode answer) {
        JsonNode list = answer.has("tools") ? answer.path("tools") : answer;
        List<JsonNode> tools = new ArrayList<>();
        for (JsonNode tool : list) {
            JsonNode function = tool.path("function").isObject() ? tool.path("function") : tool;
            String name = function.path("name").asText("");
            if (!name.isEmpty()
                    && tools.stream()
                            .noneMatch(known -> known.path("name").asText().equals(name))) {
                tools.add(function);
            }
        }
        return List.copyOf(tools);
    }
}
