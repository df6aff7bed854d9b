package dev.tandem.agent;

import dev.tandem.persistence.log.CallLines;
import dev.tandem.protocol.tenant.Tool;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a tool declared {@code once} run only for whoever claims it first in the whole cluster: two nodes may believe for a moment
 * that a call is theirs.
 */
public final class OnceTools implements ToolExecutor.Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(OnceTools.class);

    /** Claims a tool call for ever. */
    @FunctionalInterface
    public interface Claims {

        /** True for the first claim of this tool call, false for every other; fails when that cannot be known. */
        CompletionStage<Boolean> claim(String callId, String toolCallId);
    }

    private final ToolExecutor.Attempts tools;
    private final Claims claims;

    public OnceTools(ToolExecutor.Attempts tools, Claims claims) {
        this.tools = tools;
        this.claims = claims;
    }

    @Override
    public CompletionStage<ToolResult> run(
            Tool.Http tool, String arguments, String callId, String toolCallId, int attempt, Duration within) {
        if (tool.effect() != Tool.Effect.ONCE) {
            return tools.run(tool, arguments, callId, toolCallId, attempt, within);
        }
        long since = System.nanoTime();
        String tenant = CallLines.tenantHere();
        return claims.claim(callId, toolCallId)
                .handle((first, failure) -> {
                    if (failure != null) {
                        CallLines.about(
                                callId,
                                tenant,
                                () -> LOG.warn("tool {} cannot be claimed: {}", tool.name(), failure.toString()));
                        return CompletableFuture.completedStage(ToolResult.unclaimed(tool));
                    }
                    Duration left = within.minusNanos(System.nanoTime() - since);
                    if (first && left.isPositive()) {
                        return CallLines.about(
                                callId, tenant, () -> tools.run(tool, arguments, callId, toolCallId, attempt, left));
                    }
                    return CompletableFuture.completedStage(
                            first ? ToolResult.unclaimed(tool) : ToolResult.claimedElsewhere(tool));
                })
                .thenCompose(result -> result);
    }
}
