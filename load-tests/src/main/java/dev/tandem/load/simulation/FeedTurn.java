package dev.tandem.load.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** A turn of the live feed, as Gatling hands its events over: JSON with the event's name and its data as text. */
final class FeedTurn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FeedTurn() {}

    /** The item whose final words an event tells; empty for other events. */
    static Optional<String> itemOf(String message) {
        try {
            JsonNode event = JSON.readTree(message);
            if (!event.path("event").asText().equals("turn")) {
                return Optional.empty();
            }
            return Optional.of(JSON.readTree(event.path("data").asText())
                            .path("item_id")
                            .asText(""))
                    .filter(item -> !item.isEmpty());
        } catch (JsonProcessingException noEvent) {
            return Optional.empty();
        }
    }
}
