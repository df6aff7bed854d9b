package dev.tandem.node;

import dev.tandem.agent.ToolExecutor;
import dev.tandem.agent.ToolResult;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.trace.CallTraces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** Gives each attempt at a tool a span, and lets the attempt carry it to the tenant's service. */
final class TracedTools implements ToolExecutor.Attempts {

    private final ToolExecutor.Attempts tools;
    private final CallTraces traces;

    TracedTools(ToolExecutor.Attempts tools, CallTraces traces) {
        this.tools = tools;
        this.traces = traces;
    }

    @Override
    public CompletionStage<ToolResult> run(
            Tool.Http tool, String arguments, String callId, String toolCallId, int attempt, Duration within) {
        Span span = traces.attempt(callId, toolCallId, attempt, tool);
        if (!span.isRecording()) {
            return tools.run(tool, arguments, callId, toolCallId, attempt, within);
        }
        try (Scope current = span.makeCurrent()) {
            return tools.run(tool, arguments, callId, toolCallId, attempt, within)
                    .whenComplete((result, failure) -> end(span, result, failure));
        }
    }

    private static void end(Span span, ToolResult result, Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
        } else if (result.outcome() != ToolOutcome.SUCCEEDED) {
            span.setStatus(StatusCode.ERROR, result.outcome().name().toLowerCase(Locale.ROOT));
        }
        span.end();
    }
}
