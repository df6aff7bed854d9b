package dev.tandem.load.truth;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One turn, as it was spoken or as it is shown.
 *
 * @param itemId the provider's
 * @param speaker caller or agent
 * @param text to the byte
 * @param interrupted whether the caller cut it off, while it was made or while it was heard
 */
public record Turn(String itemId, String speaker, String text, boolean interrupted) {
    static Turn of(JsonNode line) {
        return new Turn(
                line.path("item_id").asText(""),
                line.path("speaker").asText(""),
                line.path("text").asText(""),
                line.path("interrupted").asBoolean(false));
    }

    Turn cut() {
        return new Turn(itemId, speaker, text, true);
    }
}
