package dev.tandem.launcher.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * A call as {@code GET /api/v1/calls/{id}} shows it, read without the product's own codecs so that their mistakes cannot hide.
 *
 * @param status new, running, stopping, finished, failed or cancelled
 * @param termination why it ended, or empty
 * @param turns transcribed turns of both sides
 * @param toolCalls how many tools were called
 * @param durationMs from answer to end; 0 while unknown
 * @param setupMs from the carrier's offer to the accept; 0 while unknown
 * @param gaps places where words were lost
 * @param summaryState pending, ready, failed or empty
 * @param summary the text, or empty
 * @param costUsd all kinds together
 */
public record ObservedCall(
        String id,
        String tenant,
        String status,
        String termination,
        int turns,
        int toolCalls,
        long durationMs,
        long setupMs,
        int gaps,
        String summaryState,
        String summary,
        BigDecimal costUsd,
        List<TranscriptLine> transcript) {
    private static final Set<String> ENDED = Set.of("finished", "failed", "cancelled");

    /** A call of which the API knows nothing (yet). */
    public static ObservedCall unknown(String id) {
        return new ObservedCall(id, "", "unknown", "", 0, 0, 0, 0, 0, "", "", BigDecimal.ZERO, List.of());
    }

    /** Reads what is there; what is absent is empty or 0. */
    public static ObservedCall of(JsonNode call) {
        JsonNode summary = call.path("summary");
        return new ObservedCall(
                call.path("id").asText(""),
                call.path("tenant").asText(""),
                call.path("status").asText("unknown"),
                call.path("termination").path("reason").asText(""),
                call.path("turns").asInt(0),
                call.path("tool_calls").size(),
                call.path("duration_ms").asLong(0),
                call.path("setup_ms").asLong(0),
                call.path("gaps").size(),
                summary.path("state").asText(""),
                summary.path("summary").asText(""),
                call.path("cost").path("total").decimalValue(),
                TranscriptLine.of(call.path("transcript")));
    }

    /** Whether nothing more will happen in the call. */
    public boolean ended() {
        return ENDED.contains(status);
    }

    /** Whether what happens after a call has happened, or never will because nobody answered it. */
    public boolean settled() {
        return ended() && (status.equals("cancelled") || summaryState.equals("ready") || summaryState.equals("failed"));
    }

    /** Whether a limit refused it. */
    public boolean refusedByLimit() {
        return status.equals("cancelled") && (termination.equals("global_limit") || termination.equals("tenant_limit"));
    }
}
