package dev.tandem.simulator.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.caller.Script;
import dev.tandem.simulator.caller.ScriptFormatException;
import dev.tandem.simulator.caller.ToolCall;
import dev.tandem.simulator.caller.Turn;
import dev.tandem.simulator.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every tool that a script calls with a known result: its description and its answers. */
public final class ToolCatalog {
    private static final String DESCRIPTIONS = "/dev/tandem/simulator/tools.json";

    private final Map<String, Map<String, JsonNode>> results = new TreeMap<>();
    private final Map<String, Set<String>> argumentNames = new TreeMap<>();
    private final JsonNode described;

    /** The tools of these scripts; of two results for the same arguments the first one counts. */
    public ToolCatalog(List<Script> scripts) {
        described = descriptions();
        for (Script script : scripts) {
            for (Turn turn : script.turns()) {
                if (turn instanceof Turn.Agent(String text, List<ToolCall> calls)) {
                    calls.forEach(this::add);
                }
            }
        }
    }

    /** Whether a tool of this name is served. */
    public boolean serves(String name) {
        return results.containsKey(name);
    }

    /** The result of a tool for some arguments, in whatever order their keys are. */
    public Optional<JsonNode> result(String name, JsonNode arguments) {
        return Optional.ofNullable(results.getOrDefault(name, Map.of()).get(Json.canonical(arguments)));
    }

    /** All tools as an agent's configuration needs them, with the URL of each below {@code baseUrl}. */
    public ArrayNode describe(String baseUrl) {
        ArrayNode tools = Json.array();
        argumentNames.forEach((name, arguments) -> {
            ObjectNode tool = tools.addObject().put("name", name);
            JsonNode known = described.path(name);
            tool.put("description", known.path("description").asText(sentence(name)));
            tool.set("parameters", parameters(arguments, known.path("arguments")));
            tool.put("url", baseUrl + "/tools/" + name).put("method", "POST");
            tool.put("effect", known.path("effect").asText(effect(name)));
        });
        return tools;
    }

    private void add(ToolCall call) {
        if (call.arguments().isPresent() && call.result().isPresent()) {
            ObjectNode arguments = call.arguments().get();
            results.computeIfAbsent(call.name(), name -> new HashMap<>())
                    .putIfAbsent(Json.canonical(arguments), call.result().get());
            Set<String> names = argumentNames.computeIfAbsent(call.name(), name -> new TreeSet<>());
            arguments.fieldNames().forEachRemaining(names::add);
        }
    }

    private static ObjectNode parameters(Set<String> arguments, JsonNode descriptions) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (String argument : arguments) {
            ObjectNode property = properties.putObject(argument).put("type", "string");
            Json.text(descriptions, argument).ifPresent(words -> property.put("description", words));
        }
        return schema.put("additionalProperties", false);
    }

    /** {@code FindRestaurants} becomes "Find restaurants." */
    private static String sentence(String name) {
        String spaced =
                name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replace('_', ' ').toLowerCase(Locale.ROOT);
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1) + ".";
    }

    private static String effect(String name) {
        return name.matches("(?i)(find|get|look|search|check|lookup|list).*") ? "read" : "idempotent";
    }

    private static JsonNode descriptions() {
        try (InputStream in = ToolCatalog.class.getResourceAsStream(DESCRIPTIONS)) {
            return Json.read(in.readAllBytes())
                    .orElseThrow(() -> new ScriptFormatException(DESCRIPTIONS + " is no JSON document"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
