package dev.tandem.node;

import dev.tandem.admission.Fence;
import dev.tandem.agent.ToolExecutor;
import dev.tandem.agent.ToolResult;
import dev.tandem.protocol.tenant.Tool;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs tools only while this node may act; a tool waits for that as long as its time allows. */
final class FencedTools implements ToolExecutor.Attempts {

    private static final Executor LATER = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private final ToolExecutor.Attempts tools;
    private final Fence fence;

    FencedTools(ToolExecutor.Attempts tools, Fence fence) {
        this.tools = tools;
        this.fence = fence;
    }

    @Override
    public CompletionStage<ToolResult> run(
            Tool.Http tool, String arguments, String callId, String toolCallId, int attempt, Duration within) {
        if (fence.isOpen()) {
            return tools.run(tool, arguments, callId, toolCallId, attempt, within);
        }
        if (!within.isPositive()) {
            return CompletableFuture.completedStage(ToolResult.heldBack(tool));
        }
        long since = System.nanoTime();
        return CompletableFuture.completedFuture(null)
                .thenComposeAsync(
                        nothing -> run(
                                tool,
                                arguments,
                                callId,
                                toolCallId,
                                attempt,
                                within.minusNanos(System.nanoTime() - since)),
                        LATER);
    }
}
