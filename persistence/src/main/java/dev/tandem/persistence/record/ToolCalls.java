package dev.tandem.persistence.record;

import dev.tandem.protocol.api.CallView.ToolCallView;
import dev.tandem.protocol.call.CallEvent.ToolAbandoned;
import dev.tandem.protocol.call.CallEvent.ToolFinished;
import dev.tandem.protocol.call.CallEvent.ToolRequested;
import dev.tandem.protocol.call.CallEvent.ToolStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The tool calls of one call in the order they were asked for; of repeats the first counts. */
final class ToolCalls {

    private static final class ToolCall {
        private ToolRequested request;
        private Instant started;
        private Instant finished;
        private String outcome;
        private String output;
        private final Set<Attempt> attempts = new HashSet<>();
    }

    private record Attempt(long epoch, int attempt) {}

    private final Map<String, ToolCall> calls = new LinkedHashMap<>();

    void add(ToolRequested request) {
        ToolCall call = call(request.toolCallId());
        call.request = call.request == null ? request : call.request;
    }

    void add(ToolStarted start) {
        ToolCall call = call(start.toolCallId());
        call.started = call.started == null ? start.at() : call.started;
        call.attempts.add(new Attempt(start.epoch(), start.attempt()));
    }

    void add(ToolFinished finish) {
        ToolCall call = call(finish.toolCallId());
        if (call.outcome == null) {
            call.outcome = finish.outcome().name().toLowerCase(Locale.ROOT);
            call.output = finish.output().text();
            call.finished = finish.at();
        }
    }

    void add(ToolAbandoned abandoned) {
        ToolCall call = call(abandoned.toolCallId());
        call.outcome = call.outcome == null ? "abandoned" : call.outcome;
    }

    List<ToolCallView> views() {
        return calls.entrySet().stream()
                .map(entry -> view(entry.getKey(), entry.getValue()))
                .toList();
    }

    private ToolCall call(String toolCallId) {
        return calls.computeIfAbsent(toolCallId, id -> new ToolCall());
    }

    private static ToolCallView view(String toolCallId, ToolCall call) {
        boolean timed = call.started != null && call.finished != null;
        return new ToolCallView(
                toolCallId,
                call.request == null ? null : call.request.name(),
                call.request == null ? null : call.request.arguments().text(),
                call.outcome,
                call.output,
                call.attempts.size(),
                timed ? Duration.between(call.started, call.finished).toMillis() : null);
    }
}
