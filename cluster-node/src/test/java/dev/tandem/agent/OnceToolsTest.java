package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceToolsTest {

    private static final Duration WITHIN = Duration.ofSeconds(3);

    private final AtomicInteger runs = new AtomicInteger();
    private final Set<String> claimed = new HashSet<>();

    private final ToolExecutor.Attempts tools = (tool, arguments, callId, toolCallId, attempt, within) -> {
        runs.incrementAndGet();
        return CompletableFuture.completedStage(ToolResult.succeeded("{}"));
    };

    /** What all nodes share. */
    private CompletionStage<Boolean> claim(String callId, String toolCallId) {
        return CompletableFuture.completedStage(claimed.add(callId + "/" + toolCallId));
    }

    @Test
    void two_nodes_that_both_run_a_once_tool_have_it_run_by_one() {
        OnceTools here = new OnceTools(tools, this::claim);
        OnceTools there = new OnceTools(tools, this::claim);
        assertThat(run(here, Tool.Effect.ONCE, "tool_1").outcome()).isEqualTo(ToolOutcome.SUCCEEDED);
        ToolResult second = run(there, Tool.Effect.ONCE, "tool_1");
        assertThat(second.outcome()).isEqualTo(ToolOutcome.UNKNOWN);
        assertThat(second.output()).contains("not known whether");
        assertThat(run(there, Tool.Effect.ONCE, "tool_2").outcome()).isEqualTo(ToolOutcome.SUCCEEDED);
        assertThat(runs).hasValue(2);
    }

    @Test
    void a_once_tool_that_cannot_be_claimed_is_not_run() {
        OnceTools once = new OnceTools(
                tools, (callId, toolCallId) -> CompletableFuture.failedStage(new IllegalStateException("away")));
        ToolResult result = run(once, Tool.Effect.ONCE, "tool_1");
        assertThat(result.outcome()).isEqualTo(ToolOutcome.FAILED);
        assertThat(result.passing()).isFalse();
        assertThat(result.output()).contains("was not run");
        assertThat(runs).hasValue(0);
    }

    @Test
    void other_tools_need_no_claim() {
        OnceTools once = new OnceTools(tools, this::claim);
        run(once, Tool.Effect.READ, "tool_1");
        run(once, Tool.Effect.IDEMPOTENT, "tool_2");
        assertThat(runs).hasValue(2);
        assertThat(claimed).isEmpty();
    }

    private static ToolResult run(OnceTools tools, Tool.Effect effect, String toolCallId) {
        return tools.run(Tools.of(effect), "{}", "rtc_1", toolCallId, 1, WITHIN)
                .toCompletableFuture()
                .join();
    }
}
