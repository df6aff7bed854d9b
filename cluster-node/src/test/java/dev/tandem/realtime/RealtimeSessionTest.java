package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.call.Usage;
import dev.tandem.protocol.realtime.ResponseStatus;
import dev.tandem.protocol.realtime.ServerEvent;
import dev.tandem.simulator.fault.Fault;
import dev.tandem.simulator.fault.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A session against the simulated provider; the test plays the call's entity. */
class RealtimeSessionTest extends SpokenCall {

    @Test
    void attaches_greets_and_tells_every_turn_of_the_conversation() {
        speak("order_lookup");
        await().atMost(PATIENCE).until(() -> turns().size() >= 2);
        assertThat(simulator.truth().linesOf(callId, "greeting")).hasSize(1);
        assertThat(facts(CallEvent.SidebandAttached.class))
                .extracting(CallEvent.SidebandAttached::epoch)
                .containsExactly(1L);
        assertThat(turns().getFirst()).isEqualTo("Hello, this is Acme Store.");
    }

    @Test
    void a_caller_who_hangs_up_leaves_a_session_that_says_so_after_everything_else_is_told() {
        speak("order_lookup");
        awaitFact(CallEvent.SidebandAttached.class);
        simulator.arm(new Fault(callId, FaultKind.HANGUP, 0, 1));
        Report.Unattachable last = awaitReport(Report.Unattachable.class);
        assertThat(last.everAttached()).isTrue();
        assertThat(last.cause()).isEqualTo(SidebandLoss.CLOSED);
        assertThat(last.last()).singleElement().isInstanceOf(CallEvent.SidebandLost.class);
    }

    @Test
    void a_404_after_the_provider_closed_the_sideband_means_that_the_call_is_over() {
        speak("silent_caller");
        awaitFact(CallEvent.SidebandAttached.class);
        simulator.arm(new Fault(callId, FaultKind.ATTACH_404, 0, 1));
        simulator.arm(new Fault(callId, FaultKind.DROP_CLEAN, 0, 1));
        assertThat(awaitReport(Report.Unattachable.class).cause()).isEqualTo(SidebandLoss.CLOSED);
    }

    @Test
    void a_404_after_the_sideband_was_cut_is_tried_again() {
        speak("silent_caller");
        awaitFact(CallEvent.SidebandAttached.class);
        simulator.arm(new Fault(callId, FaultKind.ATTACH_404, 0, 2));
        simulator.arm(new Fault(callId, FaultKind.DROP_ABRUPT, 0, 1));
        await().atMost(PATIENCE)
                .until(() -> facts(CallEvent.SidebandAttached.class).size() == 2);
    }

    @Test
    void what_gathers_while_the_call_journals_is_told_together_and_in_order() {
        acknowledging = false;
        resendAfter = Duration.ofMinutes(5);
        speak("silent_caller");
        Report.Facts first = awaitReport(Report.Facts.class);
        for (int turn = 1; turn <= 5; turn++) {
            session.tell(Spoken.turn(turn));
        }
        session.tell(new RealtimeSession.Acknowledged(first.ids()));
        await().atMost(PATIENCE).until(() -> turns().contains("turn 5"));
        List<List<String>> told = reports.stream()
                .filter(Report.Facts.class::isInstance)
                .map(report -> ((Report.Facts) report)
                        .events().stream()
                                .filter(CallEvent.TurnTranscribed.class::isInstance)
                                .map(fact -> ((CallEvent.TurnTranscribed) fact)
                                        .text()
                                        .text())
                                .filter(text -> text.startsWith("turn "))
                                .toList())
                .filter(turns -> !turns.isEmpty())
                .toList();
        assertThat(told).containsExactly(List.of("turn 1", "turn 2", "turn 3", "turn 4", "turn 5"));
    }

    @Test
    void nothing_is_said_about_the_end_while_a_fact_is_not_in_the_journal() {
        acknowledging = false;
        speak("order_lookup");
        awaitFact(CallEvent.SidebandAttached.class);
        simulator.arm(new Fault(callId, FaultKind.HANGUP, 0, 1));
        awaitFact(CallEvent.SidebandLost.class);
        int told = facts(CallEvent.SidebandAttached.class).size();
        // The first fact is told again and again, and nothing overtakes it.
        await().atMost(PATIENCE)
                .until(() -> facts(CallEvent.SidebandAttached.class).size() > told + 1);
        assertThat(reports).noneMatch(Report.Unattachable.class::isInstance);
        acknowledging = true;
        awaitReport(Report.Unattachable.class);
    }

    @Test
    void a_session_that_is_handed_over_keeps_its_socket_until_everything_is_in_the_journal() {
        acknowledging = false;
        speak("order_lookup");
        awaitFact(CallEvent.SidebandAttached.class);
        session.tell(new RealtimeSession.HandOver(null));
        int told = facts(CallEvent.SidebandAttached.class).size();
        await().atMost(PATIENCE)
                .until(() -> facts(CallEvent.SidebandAttached.class).size() > told + 1);
        assertThat(simulator.truth().linesOf(callId, "detach")).isEmpty();
        acknowledging = true;
        awaitFact(CallEvent.SidebandLost.class);
        assertThat(facts(CallEvent.SidebandLost.class))
                .extracting(CallEvent.SidebandLost::cause)
                .containsOnly(SidebandLoss.HANDED_OVER);
        kit.createTestProbe().expectTerminated(session, PATIENCE);
        await().atMost(PATIENCE)
                .until(() -> simulator.truth().linesOf(callId, "detach").size() == 1);
        assertThat(awaitReport(Report.Drained.class).standing()).isNotNull();
        assertThat(reports).noneMatch(Report.Unattachable.class::isInstance);
    }

    @Test
    void a_sideband_closed_by_the_provider_is_opened_again_under_the_next_epoch() {
        lostAndAttachedAgain(FaultKind.DROP_CLEAN, SidebandLoss.CLOSED);
    }

    @Test
    void a_sideband_cut_without_a_word_is_opened_again_under_the_next_epoch() {
        lostAndAttachedAgain(FaultKind.DROP_ABRUPT, SidebandLoss.CUT);
    }

    @Test
    void a_frame_too_large_costs_the_socket_and_not_the_call() {
        lostAndAttachedAgain(FaultKind.HUGE_FRAME, SidebandLoss.CUT);
    }

    @Test
    void a_harmless_error_changes_nothing() {
        speak("order_lookup");
        simulator.arm(new Fault(callId, FaultKind.ERROR_EVENT, 0, 3));
        await().atMost(PATIENCE).until(() -> turns().size() >= 4);
        assertThat(facts(CallEvent.SidebandLost.class)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void a_call_that_the_provider_does_not_know_yet_is_tried_for_some_seconds() {
        simulator.arm(new Fault("", FaultKind.ATTACH_404, 0, 3));
        speak("order_lookup");
        awaitFact(CallEvent.SidebandAttached.class);
    }

    @Test
    void an_expired_session_is_not_opened_again() {
        speak("order_lookup");
        awaitFact(CallEvent.SidebandAttached.class);
        simulator.arm(new Fault(callId, FaultKind.SESSION_EXPIRED, 0, 1));
        awaitReport(Report.Expired.class);
        assertThat(facts(CallEvent.SidebandAttached.class)).hasSize(1);
    }

    @Test
    void a_model_that_fails_again_and_again_is_told_and_one_failure_is_not() {
        speak("silent_caller");
        awaitFact(CallEvent.SidebandAttached.class);
        session.tell(responded(ResponseStatus.FAILED));
        session.tell(responded(ResponseStatus.FAILED));
        session.tell(responded(ResponseStatus.COMPLETED));
        session.tell(responded(ResponseStatus.FAILED));
        session.tell(responded(ResponseStatus.FAILED));
        session.tell(new RealtimeSession.Rejoin(sideband(Duration.ofSeconds(60))));
        await().atMost(PATIENCE)
                .until(() ->
                        reports.stream().filter(Report.Hello.class::isInstance).count() == 2);
        assertThat(reports).noneMatch(Report.ModelFailed.class::isInstance);
        session.tell(responded(ResponseStatus.FAILED));
        awaitReport(Report.ModelFailed.class);
    }

    private static RealtimeSession.Heard responded(ResponseStatus status) {
        return new RealtimeSession.Heard(
                1,
                new ServerEvent.ResponseDone("resp_x", status, "", "insufficient_quota", List.of(), Usage.NONE),
                System.nanoTime());
    }

    private Sideband sideband(Duration silence) {
        return new Sideband(
                callId,
                "acme",
                Agents.receptionist(silence),
                1,
                true,
                false,
                Set.of(),
                null,
                List.of(),
                List.of(),
                null);
    }

    @Test
    void silence_of_both_sides_is_told() {
        speak("silent_caller", Duration.ofSeconds(2));
        awaitReport(Report.Silent.class);
    }

    @Test
    void after_a_hang_up_the_session_drains_and_does_not_attach_again() {
        speak("order_lookup");
        await().atMost(PATIENCE).until(() -> !turns().isEmpty());
        session.tell(new RealtimeSession.HungUp());
        awaitReport(Report.Drained.class);
        assertThat(simulator.truth().linesOf(callId, "attach")).hasSize(1);
    }

    @Test
    void a_session_for_a_call_that_lost_its_node_tells_the_loss_and_the_gap() {
        accept("order_lookup");
        await().atMost(PATIENCE)
                .until(() -> simulator.truth().linesOf(callId, "turn").size() >= 2);
        session = spawn(afterTheLossOfItsNode());
        awaitFact(CallEvent.TranscriptGap.class);
        assertThat(facts(CallEvent.SidebandLost.class))
                .extracting(lost -> lost.epoch() + " " + lost.cause())
                .containsOnly("3 NODE_LOST");
        assertThat(facts(CallEvent.SidebandAttached.class).getFirst().epoch()).isEqualTo(4);
        assertThat(facts(CallEvent.TranscriptGap.class).getFirst().afterItem()).isEqualTo("item_known");
        assertThat(simulator.truth().linesOf(callId, "greeting")).isEmpty();
    }

    @Test
    void a_session_for_a_call_that_lost_its_node_tells_the_loss_also_when_it_cannot_attach() {
        accept("order_lookup");
        simulator.arm(new Fault(callId, FaultKind.ATTACH_404, 0, 100));
        session = spawn(afterTheLossOfItsNode());
        Report.Unattachable last = awaitReport(Report.Unattachable.class);
        assertThat(last.cause()).isEqualTo(SidebandLoss.NODE_LOST);
        assertThat(facts(CallEvent.SidebandLost.class))
                .extracting(lost -> lost.epoch() + " " + lost.cause())
                .containsOnly("3 NODE_LOST");
        assertThat(facts(CallEvent.SidebandAttached.class)).isEmpty();
    }

    @Test
    void a_tool_is_told_once_its_output_written_once_and_the_model_asked_to_go_on() {
        speak("order_lookup");
        CallEvent.ToolRequested tool = awaitFact(CallEvent.ToolRequested.class);
        session.tell(new RealtimeSession.AnswerTool(tool.toolCallId(), "{\"status\":\"shipped\"}"));
        session.tell(new RealtimeSession.AnswerTool(tool.toolCallId(), "{\"status\":\"shipped\"}"));
        awaitFact(CallEvent.ToolAnswered.class);
        int heard = turns().size();
        await().atMost(PATIENCE).until(() -> turns().size() > heard);
        assertThat(simulator.truth().linesOf(callId, "tool_output").stream()
                        .filter(line -> line.text("tool_call_id").equals(tool.toolCallId())))
                .hasSize(1);
    }

    private void lostAndAttachedAgain(FaultKind fault, SidebandLoss cause) {
        speak("order_lookup");
        awaitFact(CallEvent.SidebandAttached.class);
        simulator.arm(new Fault(callId, fault, 0, 1));
        await().atMost(PATIENCE)
                .until(() -> facts(CallEvent.SidebandAttached.class).stream().anyMatch(fact -> fact.epoch() == 2));
        assertThat(facts(CallEvent.SidebandLost.class).getFirst().cause()).isEqualTo(cause);
        assertThat(simulator.truth().linesOf(callId, "greeting")).hasSizeLessThanOrEqualTo(1);
    }
}
