package dev.tandem.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.call.Masked;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The live feed's events as server-sent events carry them: a name and one line of JSON. */
record LiveJson(String event, String data) {

    record Snapshot(List<SnapshotCall> calls) {}

    record SnapshotCall(String callId, String tenant, String status, String from, String to, Instant at, String node) {}

    record Call(String callId, String tenant, String status, TerminationOf termination, Instant at) {}

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
                new Snapshot(calls.stream()
                        .map(call -> new SnapshotCall(
                                call.callId(),
                                call.tenant(),
                                call.status().slug(),
                                call.from() == null
                                        ? null
                                        : Masked.number(call.from().text()),
                                call.to(),
                                call.offeredAt(),
                                call.node()))
                        .toList()));
    }

    static LiveJson of(LiveEvent event) {
        return switch (event) {
            case LiveEvent.CallChanged call ->
                of(
                        "call",
                        new Call(
                                call.callId(),
                                call.tenant(),
                                call.status().slug(),
                                call.termination() == null
                                        ? null
                                        : new TerminationOf(
                                                slug(call.termination().result()),
                                                call.termination().slug()),
                                call.at()));
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
