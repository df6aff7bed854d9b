package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.tenant.Tool;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToolExecutorTest {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final ToolExecutor.Limits LIMITS = new ToolExecutor.Limits(2, 2, 3, Duration.ofMillis(200));

    private static ActorTestKit kit;
    private static ManualTime time;

    /** One attempt that the executor made and the test ends. */
    private record Attempt(String toolCallId, int number, Duration within, CompletableFuture<ToolResult> result) {}

    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
    private final ActorRef<ToolExecutor.Command> executor = kit.spawn(ToolExecutor.create(
            (tool, arguments, callId, toolCallId, attempt, within) -> {
                CompletableFuture<ToolResult> result = new CompletableFuture<>();
                attempts.add(new Attempt(toolCallId, attempt, within, result));
                return result;
            },
            LIMITS));
    private final TestProbe<ToolExecutor.Ran> asker = kit.createTestProbe();

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(ManualTime.config());
        time = ManualTime.get(kit.system());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void a_tool_that_succeeds_is_answered_with_its_output() throws Exception {
        run("t1", Tool.Effect.ONCE, 1);
        next().result().complete(ToolResult.succeeded("42"));

        asker.expectMessage(new ToolExecutor.Ran("t1", ToolOutcome.SUCCEEDED, "42"));
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "IDEMPOTENT"})
    void a_tool_that_may_run_again_is_tried_three_times_with_growing_pauses(Tool.Effect effect) throws Exception {
        run("t1", effect, 1);

        assertThat(failing(1)).isTrue();
        passes(200);
        assertThat(failing(2)).isTrue();
        passes(300);
        assertThat(attempts).isEmpty();
        passes(100);
        assertThat(failing(3)).isTrue();

        assertThat(asker.receiveMessage().outcome()).isEqualTo(ToolOutcome.FAILED);
        assertThat(attempts).isEmpty();
    }

    @Test
    void a_second_attempt_that_succeeds_is_the_answer() throws Exception {
        run("t1", Tool.Effect.READ, 1);
        failing(1);
        passes(200);
        next().result().complete(ToolResult.succeeded("42"));

        asker.expectMessage(new ToolExecutor.Ran("t1", ToolOutcome.SUCCEEDED, "42"));
    }

    @Test
    void a_tool_that_must_run_once_is_never_tried_again() throws Exception {
        run("t1", Tool.Effect.ONCE, 1);
        failing(1);

        assertThat(asker.receiveMessage().outcome()).isEqualTo(ToolOutcome.FAILED);
        passes(60_000);
        assertThat(attempts).isEmpty();
    }

    @Test
    void a_tool_that_must_run_once_and_was_started_before_is_not_run_but_unknown() {
        run("t1", Tool.Effect.ONCE, 2);

        assertThat(asker.receiveMessage().outcome()).isEqualTo(ToolOutcome.UNKNOWN);
        assertThat(attempts).isEmpty();
    }

    @Test
    void a_failure_that_will_not_pass_is_not_tried_again() throws Exception {
        run("t1", Tool.Effect.READ, 1);
        next().result().complete(ToolResult.failed("The tool answered with status 404."));

        asker.expectMessage(
                new ToolExecutor.Ran("t1", ToolOutcome.FAILED, "{\"error\":\"The tool answered with status 404.\"}"));
        assertThat(attempts).isEmpty();
    }

    @Test
    void an_attempt_that_breaks_is_a_failure_like_any_other() throws Exception {
        run("t1", Tool.Effect.ONCE, 1);
        next().result().completeExceptionally(new IllegalStateException("internal detail"));

        ToolExecutor.Ran ran = asker.receiveMessage();
        assertThat(ran.outcome()).isEqualTo(ToolOutcome.FAILED);
        assertThat(ran.output()).contains("may or may not have taken effect").doesNotContain("internal detail");
    }

    @Test
    void a_tool_that_outlives_its_time_is_timed_out_and_its_late_result_dropped() throws Exception {
        run("t1", Tool.Effect.READ, 1);
        Attempt late = next();
        passes(60_000);

        assertThat(asker.receiveMessage().outcome()).isEqualTo(ToolOutcome.TIMED_OUT);

        late.result().complete(ToolResult.succeeded("too late"));
        time.expectNoMessageFor(Duration.ofMillis(100), asker);
    }

    @Test
    void a_repeat_of_a_tool_call_joins_the_run_under_way() throws Exception {
        TestProbe<ToolExecutor.Ran> second = kit.createTestProbe();
        run("t1", Tool.Effect.ONCE, 1);
        run("t1", Tool.Effect.ONCE, 1);
        run("t1", Tool.Effect.ONCE, 2, second);
        next().result().complete(ToolResult.succeeded("42"));

        asker.expectMessage(new ToolExecutor.Ran("t1", ToolOutcome.SUCCEEDED, "42"));
        second.expectMessage(new ToolExecutor.Ran("t1", ToolOutcome.SUCCEEDED, "42"));
        asker.expectNoMessage(Duration.ZERO);
        assertThat(attempts).isEmpty();
    }

    @Test
    void a_repeat_of_a_tool_call_that_ended_gets_the_same_answer_and_runs_nothing() throws Exception {
        run("t1", Tool.Effect.ONCE, 1);
        next().result().complete(ToolResult.succeeded("42"));
        asker.receiveMessage();

        run("t1", Tool.Effect.ONCE, 1);

        asker.expectMessage(new ToolExecutor.Ran("t1", ToolOutcome.SUCCEEDED, "42"));
        assertThat(attempts).isEmpty();
    }

    @Test
    void only_so_many_tools_run_at_a_time_some_wait_and_more_are_refused() throws Exception {
        IntStream.rangeClosed(1, 5).forEach(i -> run("t" + i, Tool.Effect.READ, 1));

        ToolExecutor.Ran refused = asker.receiveMessage();
        assertThat(refused.toolCallId()).isEqualTo("t5");
        assertThat(refused.outcome()).isEqualTo(ToolOutcome.REFUSED);
        Attempt first = next();
        Attempt second = next();
        assertThat(attempts).isEmpty();

        first.result().complete(ToolResult.succeeded("1"));
        assertThat(next().toolCallId()).isEqualTo("t3");
        second.result().complete(ToolResult.succeeded("2"));
        assertThat(next().toolCallId()).isEqualTo("t4");
        assertThat(asker.receiveMessage().toolCallId()).isEqualTo("t1");
        assertThat(asker.receiveMessage().toolCallId()).isEqualTo("t2");
    }

    @Test
    void a_tool_that_waits_beyond_its_time_ends_without_running_and_frees_no_place_twice() throws Exception {
        IntStream.rangeClosed(1, 3).forEach(i -> run("t" + i, Tool.Effect.ONCE, 1));
        next();
        next();
        passes(60_000);

        assertThat(asker.receiveSeveralMessages(3))
                .allSatisfy(ran -> assertThat(ran.outcome()).isEqualTo(ToolOutcome.TIMED_OUT));
        attempts.clear();
        IntStream.rangeClosed(4, 6).forEach(i -> run("t" + i, Tool.Effect.READ, 1));
        assertThat(next().toolCallId()).isEqualTo("t4");
        assertThat(next().toolCallId()).isEqualTo("t5");
        assertThat(attempts).isEmpty();
    }

    @Test
    void an_attempt_is_told_how_much_time_is_left() throws Exception {
        run("t1", Tool.Effect.READ, 1);

        assertThat(next().within()).isPositive().isLessThanOrEqualTo(WITHIN);
    }

    private void run(String toolCallId, Tool.Effect effect, int attempt) {
        run(toolCallId, effect, attempt, asker);
    }

    private void run(String toolCallId, Tool.Effect effect, int attempt, TestProbe<ToolExecutor.Ran> replyTo) {
        executor.tell(
                new ToolExecutor.Run(Tools.of(effect), "call-1", toolCallId, "{}", attempt, WITHIN, replyTo.getRef()));
    }

    private boolean failing(int attempt) throws InterruptedException {
        Attempt made = next();
        made.result().complete(ToolResult.failedForNow("The tool answered with status 503."));
        return made.number() == attempt;
    }

    private Attempt next() throws InterruptedException {
        Attempt attempt = attempts.poll(3, TimeUnit.SECONDS);
        assertThat(attempt).as("an attempt within 3 s").isNotNull();
        return attempt;
    }

    /** Lets what the executor was told reach it before the clock moves: a joined run answers nothing, so ask once more. */
    private void passes(int millis) {
        TestProbe<ToolExecutor.Ran> settled = kit.createTestProbe();
        run("settled-" + millis + "-" + System.nanoTime(), Tool.Effect.ONCE, 2, settled);
        settled.receiveMessage();
        time.timePasses(Duration.ofMillis(millis));
    }
}
