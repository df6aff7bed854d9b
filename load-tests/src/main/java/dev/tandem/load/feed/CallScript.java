package dev.tandem.load.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation in the form of one line of a dialogues file.
 *
 * @param id its name
 * @param turns as the simulator takes them
 */
public record CallScript(String id, List<JsonNode> turns) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a person needs for a turn beside its words, as the simulator has it: thinking before, a pause after. */
    private static final long BESIDE_WORDS_MS = 500;

    private static final long MS_PER_CHARACTER = 55;
    private static final long SHORTEST_MS = 600;
    private static final long LONGEST_MS = 12_000;

    /** The simulator plays no more. */
    private static final int MAX_TURNS = 1_000;

    /** Reads one line; refuses what is no conversation. */
    static CallScript of(JsonNode line) {
        if (!line.path("turns").isArray() || line.path("turns").isEmpty()) {
            throw new IllegalArgumentException(
                    "a conversation has turns: " + line.path("id").asText("(no id)"));
        }
        List<JsonNode> turns = new ArrayList<>();
        line.path("turns").forEach(turns::add);
        return new CallScript(line.path("id").asText("unnamed"), List.copyOf(turns));
    }

    /** How long people talk, about. */
    public Duration length() {
        return Duration.ofMillis(turns.stream().mapToLong(CallScript::millis).sum());
    }

    /** The offer of a call that plays it, as the simulator's control API takes it. */
    public ObjectNode offer(String to) {
        ObjectNode offer = JSON.createObjectNode().put("to", to).put("deliver", false);
        ArrayNode list = offer.putObject("script").put("id", id).putArray("turns");
        turns.forEach(list::add);
        return offer;
    }

    /** One conversation after the other until they are this long; the last turn is the caller's, so that nobody is cut off. */
    static CallScript lasting(List<CallScript> scripts, int from, Duration length) {
        List<JsonNode> turns = new ArrayList<>();
        long millis = 0;
        for (int i = from; millis < length.toMillis() && turns.size() < MAX_TURNS - 1; i++) {
            for (JsonNode turn : scripts.get(i % scripts.size()).turns()) {
                if (millis < length.toMillis() && turns.size() < MAX_TURNS - 1) {
                    turns.add(turn);
                    millis += millis(turn);
                }
            }
        }
        turns.add(JSON.createObjectNode().put("speaker", "caller").put("text", "That was all, thank you. Goodbye."));
        return new CallScript("held_" + from, List.copyOf(turns));
    }

    private static long millis(JsonNode turn) {
        long words =
                Math.clamp(300 + MS_PER_CHARACTER * turn.path("text").asText("").length(), SHORTEST_MS, LONGEST_MS);
        return BESIDE_WORDS_MS + words + turn.path("silence_ms").asLong(0);
    }
}
