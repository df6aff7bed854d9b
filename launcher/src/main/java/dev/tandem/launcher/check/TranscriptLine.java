package dev.tandem.launcher.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One turn as the API tells it.
 *
 * @param itemId the provider's item id
 * @param speaker caller or agent
 * @param text what was said
 * @param interrupted whether the caller cut it off
 */
public record TranscriptLine(String itemId, String speaker, String text, boolean interrupted) {
    /** Reads a call's {@code transcript}, in its order; a missing one is empty. */
    public static List<TranscriptLine> of(JsonNode transcript) {
        List<TranscriptLine> lines = new ArrayList<>();
        for (JsonNode line : transcript) {
            lines.add(new TranscriptLine(
                    line.path("item_id").asText(""),
                    line.path("speaker").asText(""),
                    line.path("text").asText(""),
                    line.path("interrupted").asBoolean(false)));
        }
        return List.copyOf(lines);
    }
}
