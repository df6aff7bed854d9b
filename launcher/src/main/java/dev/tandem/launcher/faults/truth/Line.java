package dev.tandem.launcher.faults.truth;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One thing that happened, as the simulator wrote it down.
 *
 * @param tMs on the simulator's monotonic clock
 * @param callId empty for what belongs to no call
 * @param kind such as accept, attach, turn
 * @param fields the whole line
 */
public record Line(long tMs, String callId, String kind, JsonNode fields) {
    static Line of(JsonNode line) {
        return new Line(
                line.path("t_ms").asLong(),
                line.path("call_id").asText(""),
                line.path("kind").asText(""),
                line);
    }

    /** Whether it is of this kind. */
    public boolean is(Kind wanted) {
        return kind.equals(wanted.text());
    }

    /** A text field, or an empty text. */
    public String text(String field) {
        return fields.path(field).asText("");
    }

    /** A number, or 0. */
    public long number(String field) {
        return fields.path(field).asLong(0);
    }

    /** A yes or no; absent means no. */
    public boolean flag(String field) {
        return fields.path(field).asBoolean(false);
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
