package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.agent.ToolExecutor;
import dev.tandem.agent.ToolResult;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.realtime.SessionSettings;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.realtime.CallControl;
import dev.tandem.realtime.ControlAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A node that slept, or was cut off, and does not know yet whose its calls are. */
class FencedEffectsTest {

    private static final Tool.Http TOOL = new Tool.Http(
            "lookup",
            "Looks up.",
            "POST",
            "https://tools.example.com/",
            Map.of(),
            Duration.ofSeconds(5),
            Tool.Effect.ONCE,
            JsonNodeFactory.instance.objectNode());

    private volatile boolean open;
    private final List<String> commands = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void it_commands_the_provider_nothing_and_says_that_nothing_happened() {
        CallControl control = new FencedControl(provider(), () -> open);
        List<CompletionStage<ControlAnswer>> answers = List.of(
                control.accept("rtc_1", null, "accept_rtc_1"),
                control.reject("rtc_1", 486),
                control.refer("rtc_1", "tel:+14155550100"),
                control.hangup("rtc_1"));
        assertThat(commands).isEmpty();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.toCompletableFuture().join())
                        .isInstanceOfSatisfying(
                                ControlAnswer.Unavailable.class,
                                unavailable -> assertThat(unavailable.mayHaveHappened())
                                        .isFalse()));
        open = true;
        control.hangup("rtc_1");
        assertThat(commands).containsExactly("hangup");
    }

    @Test
    void its_tools_wait_until_it_is_sure() throws Exception {
        CompletionStage<ToolResult> result = fenced(Duration.ofSeconds(20));
        assertThat(runs).hasValue(0);
        open = true;
        assertThat(result.toCompletableFuture().get(20, TimeUnit.SECONDS).outcome())
                .isEqualTo(ToolOutcome.SUCCEEDED);
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_tool_whose_time_is_over_before_is_not_run() throws Exception {
        ToolResult result = fenced(Duration.ofMillis(150)).toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(result.outcome()).isEqualTo(ToolOutcome.FAILED);
        assertThat(result.output()).contains("was not run");
        assertThat(runs).hasValue(0);
    }

    private CompletionStage<ToolResult> fenced(Duration within) {
        ToolExecutor.Attempts tools = (tool, arguments, callId, toolCallId, attempt, left) -> {
            runs.incrementAndGet();
            return CompletableFuture.completedStage(new ToolResult(ToolOutcome.SUCCEEDED, "{}", false));
        };
        return new FencedTools(tools, () -> open).run(TOOL, "{}", "rtc_1", "tool_1", 1, within);
    }

    private CallControl provider() {
        return new CallControl() {
            private CompletionStage<ControlAnswer> did(String what) {
                commands.add(what);
                return CompletableFuture.completedStage(new ControlAnswer.Done());
            }

            @Override
            public CompletionStage<ControlAnswer> accept(String callId, SessionSettings session, String key) {
                return did("accept");
            }

            @Override
            public CompletionStage<ControlAnswer> reject(String callId, int sipStatus) {
                return did("reject");
            }

            @Override
            public CompletionStage<ControlAnswer> refer(String callId, String targetUri) {
                return did("refer");
            }

            @Override
            public CompletionStage<ControlAnswer> hangup(String callId) {
                return did("hangup");
            }
        };
    }
}
