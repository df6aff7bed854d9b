package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToolEffectsTest {
    private final ToolEffects i4 = new ToolEffects();

    @Test
    void a_tool_of_each_effect_that_ran_as_it_may_is_fine() {
        MadeUp history = call().line(20, "a", "tool_call", asked("t1", "look"))
                .line(21, "", "tool_request", sent("look", "a/t1/1", ""))
                .line(22, "", "tool_request", sent("look", "a/t1/2", ""))
                .line(23, "a", "tool_output", answered("t1", "{}"))
                .line(30, "a", "tool_call", asked("t2", "book"))
                .line(31, "", "tool_request", sent("book", "a/t2/1", "a/t2"))
                .line(32, "", "tool_request", sent("book", "a/t2/2", "a/t2"))
                .line(33, "a", "tool_output", answered("t2", "{}"))
                .line(40, "a", "tool_call", asked("t3", "pay"))
                .line(41, "", "tool_request", sent("pay", "a/t3/1", "a/t3"))
                .line(42, "a", "tool_output", answered("t3", "{}"));
        assertThat(i4.violations(history.ended(200_000, "a").evidence())).isEmpty();
    }

    @Test
    void a_once_tool_that_was_sent_twice_is_reported_also_under_one_key() {
        MadeUp history = call().line(41, "", "tool_request", sent("pay", "a/t3/1", "a/t3"))
                .line(42, "", "tool_request", sent("pay", "a/t3/2", "a/t3"));
        assertThat(what(history)).containsExactly("a once tool was run 2 times");
    }

    @Test
    void an_idempotent_tool_under_two_keys_is_reported() {
        MadeUp history = call().line(41, "", "tool_request", sent("book", "a/t3/1", "k1"))
                .line(42, "", "tool_request", sent("book", "a/t3/2", "k2"));
        assertThat(what(history)).containsExactly("one tool call was run under 2 keys");
    }

    @Test
    void a_tool_with_an_effect_and_without_a_key_is_reported() {
        assertThat(what(call().line(41, "", "tool_request", sent("book", "a/t3/1", ""))))
                .containsExactly("a tool that is not read was run without an Idempotency-Key");
    }

    @Test
    void an_idempotent_tool_that_succeeded_without_running_is_reported() {
        MadeUp history = call().line(20, "a", "tool_call", asked("t1", "book"))
                .line(21, "a", "tool_output", answered("t1", "{}"));
        assertThat(what(history)).containsExactly("an idempotent tool was answered and never run");
    }

    @Test
    void two_outputs_of_one_tool_call_are_reported() {
        MadeUp history = call().line(20, "a", "tool_call", asked("t1", "look"))
                .line(21, "a", "tool_output", answered("t1", "{}"))
                .line(22, "a", "tool_output", answered("t1", "{}"));
        assertThat(what(history)).containsExactly("a tool call was answered 2 times");
    }

    @Test
    void a_tool_call_that_nobody_answers_is_reported() {
        MadeUp history = call().line(20, "a", "tool_call", asked("t1", "look"));
        assertThat(what(history.ended(200_000, "a"))).containsExactly("a tool call was never answered");
    }

    @Test
    void who_lost_the_sideband_or_the_call_need_not_answer() {
        MadeUp lost = call().line(20, "a", "tool_call", asked("t1", "look")).detached(1_000, "a");
        MadeUp over = call().line(20, "a", "tool_call", asked("t1", "look"));
        assertThat(what(lost.attached(9_000, "a").ended(200_000, "a"))).isEmpty();
        assertThat(what(over.ended(9_000, "a"))).isEmpty();
    }

    private static MadeUp call() {
        return new MadeUp().accepted(1, "a").attached(2, "a");
    }

    private java.util.List<String> what(MadeUp history) {
        return i4.violations(history.evidence()).stream().map(Violation::what).toList();
    }

    private static String asked(String toolCall, String name) {
        return "\"item_id\":\"i\",\"tool_call_id\":\"%s\",\"name\":\"%s\",\"delivered\":true".formatted(toolCall, name);
    }

    private static String sent(String name, String requestId, String key) {
        return "\"name\":\"%s\",\"request_id\":\"%s\",\"idempotency_key\":\"%s\"".formatted(name, requestId, key);
    }

    private static String answered(String toolCall, String text) {
        return "\"item_id\":\"o\",\"tool_call_id\":\"%s\",\"text\":\"%s\"".formatted(toolCall, text);
    }
}
