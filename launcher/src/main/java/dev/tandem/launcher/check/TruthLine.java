package dev.tandem.launcher.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One turn as the simulator really spoke it.
 *
 * @param index its place in the conversation, from 0
 * @param itemId the provider's item id
 * @param speaker caller or agent
 * @param text what was said, to the byte
 * @param interrupted whether the caller cut it off, while it was made or while it was heard
 */
public record TruthLine(long index, String itemId, String speaker, String text, boolean interrupted) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the turns that reached the node out of the simulator's JSON lines, in the order of the conversation. Lines of other kinds and
     * turns never delivered are left out.
     *
     * @throws IllegalArgumentException naming the line that is no JSON object
     */
    public static List<TruthLine> delivered(String jsonLines) {
        List<TruthLine> turns = new ArrayList<>();
        Set<String> cutLater = new HashSet<>();
        long number = 0;
        for (String line : jsonLines.split("\n")) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode node = parse(line, number);
            if ("truncated".equals(node.path("kind").asText())
                    && node.path("told").asBoolean()) {
                cutLater.add(node.path("item_id").asText());
            } else if ("turn".equals(node.path("kind").asText())
                    && node.path("delivered").asBoolean()) {
                turns.add(new TruthLine(
                        node.path("index").asLong(turns.size()),
                        node.path("item_id").asText(""),
                        node.path("speaker").asText(""),
                        node.path("text").asText(""),
                        node.path("interrupted").asBoolean(false)));
            }
        }
        return turns.stream()
                .map(turn -> cutLater.contains(turn.itemId) ? turn.cut() : turn)
                .sorted(Comparator.comparingLong(TruthLine::index))
                .toList();
    }

    private TruthLine cut() {
        return new TruthLine(index, itemId, speaker, text, true);
    }

    private static JsonNode parse(String line, long number) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.isObject()) {
                return node;
            }
            throw new IllegalArgumentException("Line " + number + " of the truth is no JSON object");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Line " + number + " of the truth is no JSON", e);
        }
    }
}
