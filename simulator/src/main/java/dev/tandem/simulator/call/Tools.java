package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Finds what is offered to the model. */
final class Tools {
    private Tools() {}

    /** The function of a name. */
    static Optional<JsonNode> function(String name, JsonNode tools) {
        for (JsonNode tool : tools) {
            if (tool.path("name").asText().equals(name)) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    /** The tool that a {@code tool_choice} names, or the first one when it only asks for any. */
    static Optional<JsonNode> chosen(JsonNode choice, JsonNode tools) {
        for (JsonNode tool : tools) {
            boolean named = choice.isTextual()
                    || choice.path("name").asText().equals(tool.path("name").asText("-"))
                    || choice.path("server_label")
                            .asText("")
                            .equals(tool.path("server_label").asText("-"));
            if (named) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }
}
