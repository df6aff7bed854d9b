package dev.tandem.load.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A call as {@code GET /api/v1/calls/{id}} shows it.
 *
 * @param status new, running, stopping, finished, failed, cancelled; unknown where the API knows no such call
 * @param reason of its termination, or empty
 * @param gaps places where words were lost
 */
public record ShownCall(String tenant, String status, String reason, List<Turn> transcript, List<Gap> gaps) {
    private static final Set<String> ENDED = Set.of("finished", "failed", "cancelled");
    private static final Set<String> LIMITS = Set.of("global_limit", "tenant_limit");

    /** Between two items; an empty one is the call's beginning or end. */
    public record Gap(String afterItem, String beforeItem) {}

    /** Of which the API knows nothing (yet). */
    public static final ShownCall UNKNOWN = new ShownCall("", "unknown", "", List.of(), List.of());

    /** Reads the API's answer. */
    public static ShownCall of(JsonNode call) {
        List<Turn> transcript = new ArrayList<>();
        call.path("transcript").forEach(line -> transcript.add(Turn.of(line)));
        List<Gap> gaps = new ArrayList<>();
        call.path("gaps")
                .forEach(gap -> gaps.add(new Gap(
                        gap.path("after_item").asText(""),
                        gap.path("before_item").asText(""))));
        return new ShownCall(
                call.path("tenant").asText(""),
                call.path("status").asText("unknown"),
                call.at("/termination/reason").asText(""),
                List.copyOf(transcript),
                List.copyOf(gaps));
    }

    /** Whether nothing more will happen in it. */
    public boolean ended() {
        return ENDED.contains(status);
    }

    /** Whether a limit refused it. */
    public boolean refusedByLimit() {
        return status.equals("cancelled") && LIMITS.contains(reason);
    }
}
