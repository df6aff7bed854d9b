package dev.tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.agent.ToolAllowance;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the tools a model asks for. */
class ToolRulesTest {

    private static Told asked(String tool) {
        return Told.attached().tool("t1", tool, "{}");
    }

    private static Told ran(Told call, ToolOutcome outcome) {
        return call.tell(new CallCommand.ToolRan("t1", outcome, "{\"ok\":true}"));
    }

    private static ToolOutcome outcome(Told call) {
        return call.event(CallEvent.ToolFinished.class).outcome();
    }

    @Test
    void a_tool_runs_only_after_its_start_is_journalled() {
        Told call = asked("pay");
        assertEquals(1, call.event(CallEvent.ToolStarted.class).attempt());
        assertEquals(new CallEffect.RunTool("t1", "pay", "{}", 1), call.effect(CallEffect.RunTool.class));
    }

    @Test
    void a_result_is_journalled_and_told_once() {
        Told call = ran(asked("look"), ToolOutcome.SUCCEEDED);
        assertEquals(List.of(new RealtimeSession.AnswerTool("t1", "{\"ok\":true}")), call.messages());
        assertEquals(Step.NOTHING, ran(call, ToolOutcome.FAILED).last);
    }

    @Test
    void a_session_that_speaks_up_is_told_the_results_it_may_have_missed() {
        Told call = ran(asked("look"), ToolOutcome.SUCCEEDED).report(new Report.Hello(1, Told.SESSION));
        assertEquals(
                List.of(new RealtimeSession.Owned(), new RealtimeSession.AnswerTool("t1", "{\"ok\":true}")),
                call.messages());
        assertEquals(
                List.of(new RealtimeSession.Owned()),
                call.answered("t1").report(new Report.Hello(1, Told.SESSION)).messages());
    }

    @Test
    void a_tool_call_that_was_settled_before_a_session_found_it_is_not_waited_for() {
        Told call = ran(asked("look"), ToolOutcome.SUCCEEDED).answered("t1").tool("t1", "look", "{}");
        assertEquals(List.of(), call.last.events());
        assertEquals(
                List.of(new RealtimeSession.Acknowledged(List.of("tool/t1")), new RealtimeSession.ToolClosed("t1")),
                call.messages());
    }

    @Test
    void a_tool_that_the_session_gave_up_is_closed_and_its_late_result_ignored() {
        Told call = asked("look").fact(new CallEvent.ToolAbandoned(Samples.T0, "t1", "no word of it in time"));
        assertEquals(List.of(), ran(call, ToolOutcome.SUCCEEDED).last.events());
        assertEquals(
                List.of(new RealtimeSession.Owned()),
                call.report(new Report.Hello(1, Told.SESSION)).messages());
    }

    @Test
    void an_unknown_tool_is_refused_and_the_model_told() {
        Told call = asked("no_such_tool");
        assertEquals(ToolOutcome.REFUSED, outcome(call));
        assertNull(call.effect(CallEffect.RunTool.class));
    }

    @Test
    void a_once_tool_under_way_at_a_crash_has_an_unknown_outcome() {
        Told call = asked("pay").recovered();
        assertEquals(ToolOutcome.UNKNOWN, outcome(call));
        assertNull(call.effect(CallEffect.RunTool.class));
    }

    @Test
    void a_read_or_idempotent_tool_under_way_at_a_crash_runs_again() {
        for (String tool : List.of("look", "book")) {
            assertEquals(
                    2, asked(tool).recovered().effect(CallEffect.RunTool.class).attempt());
        }
    }

    @Test
    void a_repeated_request_starts_nothing() {
        Told call = asked("pay").tool("t1", "pay", "{}");
        assertEquals(List.of(), call.last.events());
        assertNull(call.effect(CallEffect.RunTool.class));
    }

    @Test
    void a_transfer_goes_to_configured_targets_only() {
        Told call = Told.attached().tool("t1", "transfer_call", "{\"target\":\"tel:+1900\"}");
        assertEquals(ToolOutcome.REFUSED, outcome(call));
        assertNull(call.effect(CallEffect.Refer.class));
        call = Told.attached().tool("t1", "transfer_call", "{\"target\":\"desk\"}");
        assertEquals(new CallEffect.Refer("t1", "tel:+15550100"), call.effect(CallEffect.Refer.class));
    }

    @Test
    void arguments_that_are_not_json_transfer_nobody() {
        assertEquals(ToolOutcome.REFUSED, outcome(Told.attached().tool("t1", "transfer_call", "{desk")));
    }

    @Test
    void a_transfer_under_way_is_the_only_one() {
        Told call = Told.attached().tool("t1", "transfer_call", "{\"target\":\"desk\"}");
        assertEquals(ToolOutcome.REFUSED, outcome(call.tool("t2", "transfer_call", "{\"target\":\"desk\"}")));
    }

    @Test
    void a_transfer_that_fails_leaves_the_caller_with_the_agent() {
        Told call = Told.attached()
                .tool("t1", "transfer_call", "{\"target\":\"desk\"}")
                .tell(new CallCommand.ReferAnswered(Told.REFUSED, "t1"));
        assertNotNull(call.event(CallEvent.TransferFailed.class));
        assertEquals(ToolOutcome.FAILED, outcome(call));
        assertNotNull(call.tool("t2", "transfer_call", "{\"target\":\"desk\"}").effect(CallEffect.Refer.class));
    }

    @Test
    void a_failed_transfer_does_not_forget_that_the_agent_ended_the_call() {
        Told call = Told.attached()
                .tool("t1", "transfer_call", "{\"target\":\"desk\"}")
                .tool("t2", "end_call", "{}")
                .tell(new CallCommand.ReferAnswered(Told.REFUSED, "t1"))
                .answered("t1")
                .answered("t2");
        assertTrue(call.messages().contains(new RealtimeSession.FinishSpeaking()));
        call.timeUp(CallCommand.Timer.LAST_WORDS, 1);
        assertEquals(
                Termination.AGENT_ENDED,
                call.event(CallEvent.StopRequested.class).reason());
    }

    @Test
    void tools_beyond_the_allowance_are_refused_but_the_call_can_always_be_ended() {
        Told call = Told.attached();
        for (int i = 0; i < ToolAllowance.MAX_CALLS; i++) {
            assertNotNull(call.tool("n" + i, "look", "{}").effect(CallEffect.RunTool.class));
        }
        assertEquals(ToolOutcome.REFUSED, outcome(call.tool("more", "look", "{}")));
        assertEquals(ToolOutcome.SUCCEEDED, outcome(call.tool("end", "end_call", "{}")));
    }

    @Test
    void after_three_failures_no_tool_runs_but_the_way_to_a_person_stays_open() {
        Told call = Told.attached();
        for (int i = 0; i < ToolAllowance.MAX_FAILURES; i++) {
            call.tool("n" + i, "look", "{}").tell(new CallCommand.ToolRan("n" + i, ToolOutcome.TIMED_OUT, "{}"));
        }
        assertEquals(ToolOutcome.REFUSED, outcome(call.tool("more", "look", "{}")));
        assertNotNull(
                call.tool("desk", "transfer_call", "{\"target\":\"desk\"}").effect(CallEffect.Refer.class));
    }

    @Test
    void the_call_ends_after_the_agents_last_words_or_when_their_time_is_up() {
        Told call = Told.attached().tool("t1", "end_call", "{}").answered("t1");
        assertTrue(call.messages().contains(new RealtimeSession.FinishSpeaking()));
        call.timeUp(CallCommand.Timer.LAST_WORDS, 1);
        assertEquals(
                Termination.AGENT_ENDED,
                call.event(CallEvent.StopRequested.class).reason());
    }

    @Test
    void a_tool_asked_for_while_the_call_is_being_ended_is_abandoned() {
        assertNotNull(Told.stopping().tool("t1", "pay", "{}").event(CallEvent.ToolAbandoned.class));
    }
}
