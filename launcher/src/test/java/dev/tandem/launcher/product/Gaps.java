package dev.tandem.launcher.product;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.check.Difference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds a transcript with gaps against the truth. */
final class Gaps {
    private Gaps() {}

    /**
     * What differs from the truth and no gap explains. Words may have reached the killed node and not its journal: they are missing, between
     * the two items that a gap names. Words spoken while it was away may have been asked for afterwards.
     */
    static List<Difference> unexplained(PlacedCall call) throws Exception {
        Map<String, Integer> places = new HashMap<>();
        Map<String, JsonNode> said = new HashMap<>();
        for (JsonNode turn : call.truth("turn")) {
            places.put(turn.path("item_id").asText(), turn.path("index").asInt());
            said.put(turn.path("item_id").asText(), turn);
        }
        JsonNode shown = call.shown();
        List<Difference> unexplained = new ArrayList<>();
        for (Difference difference : call.checked().differences()) {
            boolean explained = switch (difference) {
                case Difference.Missing missing -> inGap(places, shown.path("gaps"), missing.itemId());
                case Difference.NeverSaid undelivered -> told(shown, said, undelivered.itemId());
                case Difference.Repeated repeated -> false;
                case Difference.Misplaced misplaced -> false;
                case Difference.WrongSpeaker speaker -> false;
                case Difference.WrongText text -> false;
                case Difference.WrongInterruption interruption -> false;
            };
            if (!explained) {
                unexplained.add(difference);
            }
        }
        return unexplained;
    }

    private static boolean inGap(Map<String, Integer> places, JsonNode gaps, String itemId) {
        int place = places.get(itemId);
        for (JsonNode gap : gaps) {
            int after = places.getOrDefault(gap.path("after_item").asText(), -1);
            int before = places.getOrDefault(gap.path("before_item").asText(), Integer.MAX_VALUE);
            if (after < place && place < before) {
                return true;
            }
        }
        return false;
    }

    private static boolean told(JsonNode shown, Map<String, JsonNode> said, String itemId) {
        for (JsonNode line : shown.path("transcript")) {
            if (line.path("item_id").asText().equals(itemId)) {
                return said.containsKey(itemId)
                        && line.path("text").equals(said.get(itemId).path("text"))
                        && line.path("speaker").equals(said.get(itemId).path("speaker"));
            }
        }
        return false;
    }
}
