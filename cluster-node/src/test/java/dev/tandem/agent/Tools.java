package dev.tandem.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.protocol.tenant.Tool;
import java.time.Duration;
import java.util.Map;

/** Tools for the tests of this package. */
final class Tools {

    private static final String ANY_OBJECT = "{\"type\":\"object\"}";

    private Tools() {}

    static Tool.Http http(String schema) {
        return tool("POST", "https://tools.example.com/", Tool.Effect.READ, Map.of(), schema);
    }

    static Tool.Http http(String method, String url, Tool.Effect effect, Map<String, String> headers) {
        return tool(method, url, effect, headers, ANY_OBJECT);
    }

    static Tool.Http of(Tool.Effect effect) {
        return tool("POST", "https://tools.example.com/", effect, Map.of(), ANY_OBJECT);
    }

    private static Tool.Http tool(
            String method, String url, Tool.Effect effect, Map<String, String> headers, String schema) {
        return new Tool.Http("lookup", "Looks up.", method, url, headers, Duration.ofSeconds(5), effect, json(schema));
    }

    static Tool.Http within(Duration timeout, Tool.Http tool) {
        return new Tool.Http(
                tool.name(),
                tool.description(),
                tool.method(),
                tool.url(),
                tool.headers(),
                timeout,
                tool.effect(),
                tool.parameters());
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
