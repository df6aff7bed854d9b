package dev.tandem.protocol.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One call as the API shows it. Absent values are null and left out of the JSON.
 *
 * @param from the caller's number, masked but for its first and last two digits
 * @param status new, running, stopping, finished, failed or cancelled
 * @param setupMs from the carrier's created_at to the accept
 * @param turns transcribed turns of both sides
 * @param interruptions turns of the agent that the caller spoke over; null in rows of lists from before it was counted
 * @param cost USD by kind, with {@code total}; decimals, never floats
 */
public record CallView(
        String id,
        String tenant,
        AgentRef agent,
        String direction,
        String from,
        String to,
        String status,
        TerminationView termination,
        Instant offeredAt,
        Instant answeredAt,
        Instant endedAt,
        Long durationMs,
        Long setupMs,
        int turns,
        Integer interruptions,
        AdmissionView admission,
        List<ToolCallView> toolCalls,
        List<TranscriptLine> transcript,
        List<GapView> gaps,
        List<AttachView> attaches,
        UsageView usage,
        Map<String, BigDecimal> cost,
        SummaryView summary) {

    public record AgentRef(String name, String version) {}

    /** {@code result} finished, cancelled or failed; {@code reason} a slug; {@code detail} a sentence or null. */
    public record TerminationView(String result, String reason, String detail) {}

    /** {@code decision} admitted or refused; the numbers behind a refusal. */
    public record AdmissionView(String decision, String reason, Integer inUse, Integer limit, Integer sipStatus) {}

    /** {@code outcome} succeeded, failed, timed_out, refused, unknown or abandoned; null while it runs. */
    public record ToolCallView(
            String toolCallId,
            String name,
            String arguments,
            String outcome,
            String output,
            int attempts,
            Long durationMs) {}

    /** One turn; {@code speaker} caller or agent; {@code agent} the speaking agent's name, null for the caller. */
    public record TranscriptLine(
            String itemId, String speaker, String agent, String text, Instant at, boolean interrupted) {}

    public record GapView(String afterItem, String beforeItem, long ms) {}

    public record AttachView(long epoch, String node, Instant at) {}

    /** Tokens by kind, and audio seconds for transcription models that charge by time. */
    public record UsageView(
            long textIn,
            long textCached,
            long audioIn,
            long audioCached,
            long textOut,
            long audioOut,
            double transcriptionSeconds) {}

    /**
     * What the post-call model made of the transcript.
     *
     * @param state pending, ready, or failed (all tries used)
     * @param sentiment positive, neutral, negative or mixed
     */
    public record SummaryView(
            String state,
            String summary,
            String intent,
            String outcome,
            String sentiment,
            List<String> followUps,
            Integer tries,
            String error) {}

    /** One line of the journal, readable: the event's name, its time and its fields. */
    public record EventView(long seq, String event, Instant at, JsonNode data) {}
}
