package dev.tandem.simulator.caller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A function that the scripted model calls before it speaks.
 *
 * @param name the function's name
 * @param arguments its arguments; empty means "whatever the offered tool's JSON Schema asks for"
 * @param result what the tool service answers for these arguments; empty when it does not serve this one
 */
public record ToolCall(String name, Optional<ObjectNode> arguments, Optional<JsonNode> result) {}
