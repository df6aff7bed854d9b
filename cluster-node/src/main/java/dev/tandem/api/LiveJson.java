package dev.tandem.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.metrics.LiveProgress;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.call.Masked;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The live feed's events as server-sent events carry them: a name and one line of JSON. */
record LiveJson(String event, String data) {

    record Snapshot(List<Call> calls) {}

    /**
     * A call as it stands. In a snapshot {@code at} is the time of its offer, else that of the change.
     *
     * @param attaches how many sidebands it has had
     * @param attached whether it has one
     * @param attended whether a node owns up to it
     */
    record Call(
            String callId,
            String tenant,
            String agent,
            String status,
            TerminationOf termination,
            String from,
            String to,
            Instant at,
            Instant offeredAt,
            Instant answeredAt,
            String node,
            long attaches,
            boolean attached,
            boolean attended,
            int turns,
            Long latencyMs,
            Last last) {}

    record Last(String speaker, String text, Instant at) {}

    record Gone(String callId, Instant at) {}

    record Timed(String callId, String itemId, Long latencyMs, Instant at) {}

    record TerminationOf(String result, String reason) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Turn(
            String callId,
            String tenant,
            String itemId,
            String speaker,
            String agent,
            String text,
            Instant at,
            boolean interrupted) {}

    record Tool(String callId, String tenant, String toolCallId, String name, String outcome, Instant at) {}

    record Lagged(String detail) {}

    static LiveJson snapshot(List<LiveEvent.CallChanged> calls) {
        return of(
                "snapshot",
                new Snapshot(
                        calls.stream().map(call -> call(call, call.offeredAt())).toList()));
    }

    private static Call call(LiveEvent.CallChanged call, Instant at) {
        LiveProgress progress = call.progress();
        return new Call(
                call.callId(),
                call.tenant(),
                progress.agent(),
                call.status().slug(),
                call.termination() == null
                        ? null
                        : new TerminationOf(
                                slug(call.termination().result()),
                                call.termination().slug()),
                call.from() == null ? null : Masked.number(call.from().text()),
                call.to(),
                at,
                call.offeredAt(),
                progress.answeredAt(),
                call.node(),
                progress.epoch(),
                progress.epoch() > 0 && progress.lostAt() == null,
                progress.unattendedSince() == null,
                progress.turns(),
                progress.latencyMs() < 0 ? null : progress.latencyMs(),
                progress.last() == null
                        ? null
                        : new Last(
                                slug(progress.last().speaker()),
                                progress.last().text().text(),
                                progress.last().at()));
    }

    static LiveJson of(LiveEvent event) {
        return switch (event) {
            case LiveEvent.CallChanged call -> of("call", call(call, call.at()));
            case LiveEvent.CallGone gone -> of("gone", new Gone(gone.callId(), gone.at()));
            case LiveEvent.TurnTimed turn ->
                of(
                        "timing",
                        new Timed(
                                turn.callId(),
                                turn.itemId(),
                                turn.latencyMs() < 0 ? null : turn.latencyMs(),
                                turn.at()));
            case LiveEvent.TurnSpoken turn ->
                of(
                        "turn",
                        new Turn(
                                turn.callId(),
                                turn.tenant(),
                                turn.itemId(),
                                slug(turn.speaker()),
                                turn.agent(),
                                turn.text().text(),
                                turn.at(),
                                turn.interrupted()));
            case LiveEvent.ToolRan tool ->
                of(
                        "tool",
                        new Tool(
                                tool.callId(),
                                tool.tenant(),
                                tool.toolCallId(),
                                tool.name(),
                                tool.outcome() == null ? null : slug(tool.outcome()),
                                tool.at()));
        };
    }

    static LiveJson lagged() {
        return of("lagged", new Lagged("Events came faster than they were read; connect again for a new snapshot."));
    }

    /** JSON escapes line breaks, so the data is always one line. */
    String frame(long id) {
        return "id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n";
    }

    private static LiveJson of(String event, Object data) {
        try {
            return new LiveJson(event, ApiJson.MAPPER.writeValueAsString(data));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String slug(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
