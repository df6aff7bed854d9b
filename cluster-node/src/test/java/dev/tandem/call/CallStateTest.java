package dev.tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.admission.Admission;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.SidebandLoss;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.realtime.RealtimeSession;
import dev.tandem.realtime.Report;
import dev.tandem.realtime.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The phases of a call, one sentence each. */
class CallStateTest {

    private static final List<Supplier<Told>> PHASES = List.of(
            Told::fresh,
            Told::offered,
            Told::accepting,
            () -> Told.offered().refused(Termination.GLOBAL_LIMIT, 1, 1),
            () -> Told.accepting().hangUp(),
            Told::running,
            Told::attached,
            () -> Told.attached().tool("t1", "pay", "{}"),
            Told::stopping,
            () -> Told.stopping().hungUp(Told.DONE, 1),
            Told::ended);

    private static List<CallCommand> everyCommand() {
        List<CallCommand> commands = new ArrayList<>(List.of(
                new CallCommand.Offer(Samples.offered("+15550001", Samples.T0, Samples.T0), Samples.standIn("i")),
                new CallCommand.HangUp(Samples.standIn("operator")),
                new CallCommand.AnswerRollCall(Samples.standIn("admission")),
                new CallCommand.FromAdmission(new Admission.Answer.Granted("c1", 1)),
                new CallCommand.FromAdmission(new Admission.Answer.Refused("c1", 1, Termination.GLOBAL_LIMIT, 1, 1)),
                new CallCommand.FromSession(new Report.Hello(1, Told.SESSION)),
                new CallCommand.FromSession(new Report.Expired(1, Told.SESSION)),
                new CallCommand.FromSession(new Report.Silent(1, Told.SESSION)),
                new CallCommand.FromSession(new Report.ModelFailed(1, Told.SESSION)),
                new CallCommand.FromSession(new Report.SpokenOut(1, Told.SESSION)),
                new CallCommand.FromSession(new Report.Drained(1, Told.SESSION)),
                new CallCommand.FromSession(
                        new Report.Unattachable(1, Told.SESSION, true, SidebandLoss.CUT, List.of())),
                new CallCommand.FromSession(new Report.Unattachable(
                        1,
                        Told.SESSION,
                        true,
                        SidebandLoss.CLOSED,
                        List.of(new CallEvent.SidebandLost(Samples.T0, 1, SidebandLoss.CLOSED)))),
                new CallCommand.FromSession(new Report.Facts(
                        1, Told.SESSION, List.of(new CallEvent.SidebandAttached(Samples.T0, 1, "node")))),
                new CallCommand.SessionGone(),
                new CallCommand.ToolRan("t1", ToolOutcome.SUCCEEDED, "{}"),
                new CallCommand.Recovered(),
                new CallCommand.Leave()));
        for (var answer : List.of(Told.DONE, Told.GONE, Told.REFUSED, Told.LOST, Told.NOT_SENT)) {
            commands.add(new CallCommand.AcceptAnswered(answer, 1, false));
            commands.add(new CallCommand.AcceptAnswered(answer, 2, true));
            commands.add(new CallCommand.RejectAnswered(answer, 1));
            commands.add(new CallCommand.HangUpAnswered(answer, 1));
            commands.add(new CallCommand.ReferAnswered(answer, "t1"));
        }
        for (CallCommand.Timer timer : CallCommand.Timer.values()) {
            commands.add(new CallCommand.TimeUp(timer, 1));
        }
        return commands;
    }

    @Test
    void a_call_taken_up_from_its_journal_whose_sideband_is_refused_is_hung_up_and_ends_as_lost() {
        Told call = Told.attached().recovered();
        assertNotNull(call.effect(CallEffect.Attach.class));
        call.report(new Report.Unattachable(2, Told.SESSION, false, SidebandLoss.NODE_LOST, List.of()));
        assertNotNull(call.effect(CallEffect.HangUp.class));
        call.hungUp(Told.DONE, 1).report(new Report.Drained(2, Told.SESSION));
        assertEquals(Termination.SIDEBAND_LOST, call.termination());
    }

    @Test
    void a_caller_who_left_while_no_node_had_the_call_ended_it_and_what_was_missed_is_a_gap() {
        CallEvent.SidebandLost lost = new CallEvent.SidebandLost(Samples.T0, 1, SidebandLoss.NODE_LOST);
        Told call = Told.attached().recovered();
        call.report(new Report.Unattachable(2, Told.SESSION, false, SidebandLoss.NODE_LOST, List.of(lost)));
        call.hungUp(Told.GONE, 1);
        assertEquals(Termination.CALLER_LEFT, call.termination());
        assertNotNull(call.event(CallEvent.TranscriptGap.class));
    }

    @Test
    void a_call_whose_sideband_the_provider_had_closed_before_the_node_died_ends_as_left_by_its_caller() {
        Told call = Told.attached()
                .fact(new CallEvent.SidebandLost(Samples.T0, 1, SidebandLoss.CLOSED))
                .recovered();
        call.report(new Report.Unattachable(2, Told.SESSION, false, SidebandLoss.NODE_LOST, List.of()));
        call.hungUp(Told.GONE, 1).report(new Report.Drained(2, Told.SESSION));
        assertEquals(Termination.CALLER_LEFT, call.termination());
    }

    @Test
    void what_a_session_saw_last_and_what_follows_from_it_are_one_write_and_so_are_the_hang_up_and_the_end() {
        CallEvent.SidebandLost lost = new CallEvent.SidebandLost(Samples.T0, 1, SidebandLoss.CLOSED);
        Told call = Told.attached();
        call.report(new Report.Unattachable(2, Told.SESSION, true, SidebandLoss.CLOSED, List.of(lost)));
        assertEquals(lost, call.event(CallEvent.SidebandLost.class));
        assertEquals(
                Termination.CALLER_LEFT,
                call.event(CallEvent.StopRequested.class).reason());
        assertEquals(
                new RealtimeSession.Acknowledged(List.of(lost.factId())),
                call.effect(CallEffect.Tell.class).message());
        call.hungUp(Told.GONE, 1);
        assertNotNull(call.event(CallEvent.CallHungUp.class));
        assertEquals(Termination.CALLER_LEFT, call.termination());
    }

    @Test
    void the_last_report_of_a_node_of_an_earlier_version_has_no_facts_with_it() {
        Told call = Told.attached().fact(new CallEvent.SidebandLost(Samples.T0, 1, SidebandLoss.CLOSED));
        call.report(new Report.Unattachable(2, Told.SESSION, true, SidebandLoss.CLOSED, null));
        assertEquals(
                Termination.CALLER_LEFT,
                call.event(CallEvent.StopRequested.class).reason());
    }

    @Test
    void a_session_that_saw_its_first_sideband_come_and_go_proves_an_accept_that_is_in_doubt() {
        Told call = Told.accepting().accepted(Told.LOST, 1, false);
        call.report(new Report.Unattachable(
                2,
                Told.SESSION,
                true,
                SidebandLoss.CLOSED,
                List.of(
                        new CallEvent.SidebandAttached(Samples.T0, 1, "node"),
                        new CallEvent.SidebandLost(Samples.T0, 1, SidebandLoss.CLOSED))));
        assertNotNull(call.event(CallEvent.CallAccepted.class));
        assertEquals(
                Termination.CALLER_LEFT,
                call.event(CallEvent.StopRequested.class).reason());
    }

    @Test
    void every_phase_answers_every_command_and_an_ended_one_journals_nothing() {
        for (Supplier<Told> phase : PHASES) {
            for (CallCommand command : everyCommand()) {
                Told call = phase.get();
                boolean over = call.state instanceof Ended;
                call.tell(command);
                assertTrue(!over || call.last.events().isEmpty(), "an ended call journalled " + call.last);
            }
        }
    }

    @Test
    void every_phase_ignores_events_it_cannot_have_journalled() {
        CallEvent.CallOffered offered = Samples.offered("+15550002", Samples.T0, Samples.T0);
        CallEvent.CallRejected rejected = new CallEvent.CallRejected(Samples.T0, 486);
        for (Supplier<Told> phase : PHASES) {
            CallState state = phase.get().state;
            if (!(state instanceof Unoffered)) {
                assertEquals(state, state.apply(offered));
            }
            assertEquals(state, state.apply(rejected));
        }
    }

    @Test
    void an_offer_is_answered_and_its_slot_asked_for() {
        Told call = Told.offered();
        assertEquals(new CallCommand.OfferAnswer(true), call.messages().getFirst());
        assertEquals(new CallEffect.Reserve("acme", 1), call.effect(CallEffect.Reserve.class));
    }

    @Test
    void a_repeated_offer_is_answered_in_every_phase_and_changes_nothing() {
        for (Supplier<Told> phase : PHASES.subList(1, PHASES.size())) {
            Told call = phase.get();
            CallState before = call.state;
            call.offer();
            assertSame(before, call.state);
            assertTrue(call.messages().contains(new CallCommand.OfferAnswer(false)));
        }
    }

    @Test
    void a_refusal_carries_the_numbers() {
        Told call = Told.offered().refused(Termination.TENANT_LIMIT, 3, 2);
        assertEquals(
                new CallEvent.CallRefused(Samples.T0, "acme", Termination.TENANT_LIMIT, 3, 2),
                call.event(CallEvent.CallRefused.class));
        assertEquals(new CallEffect.Reject(486, 1), call.effect(CallEffect.Reject.class));
    }

    @Test
    void admission_that_does_not_answer_is_asked_again_with_the_next_attempt() {
        Told call = Told.offered().after(Duration.ofSeconds(2)).timeUp(CallCommand.Timer.ASK_ADMISSION, 1);
        assertEquals(new CallEffect.Reserve("acme", 2), call.effect(CallEffect.Reserve.class));
    }

    @Test
    void the_intent_to_accept_is_journalled_with_the_tenants_agent_before_it_is_done() {
        Told call = Told.accepting();
        assertEquals("acme-1", call.event(CallEvent.CallAdmitted.class).agentVersion());
        assertNotNull(call.event(CallEvent.AcceptRequested.class));
        assertEquals(new CallEffect.Accept(1, false), call.effect(CallEffect.Accept.class));
    }

    @Test
    void an_accept_that_may_have_arrived_is_not_repeated_before_a_sideband_was_tried() {
        for (Told call : List.of(
                Told.accepting().accepted(Told.LOST, 1, false), Told.accepting().recovered())) {
            assertNull(call.effect(CallEffect.Accept.class));
            assertNotNull(call.effect(CallEffect.Attach.class));
        }
        Told refused = Told.accepting().accepted(Told.LOST, 1, false).unattachable(SidebandLoss.REFUSED);
        assertEquals(
                CallCommand.Timer.ACCEPT_AGAIN,
                refused.effect(CallEffect.Wait.class).timer());
        refused.timeUp(CallCommand.Timer.ACCEPT_AGAIN, 2);
        assertEquals(new CallEffect.Accept(2, true), refused.effect(CallEffect.Accept.class));
    }

    @Test
    void a_sideband_that_opens_proves_the_accept() {
        Told call = Told.accepting().accepted(Told.LOST, 1, false).attach(1);
        assertInstanceOf(Running.class, call.state);
        assertNotNull(call.event(CallEvent.CallAccepted.class));
        assertNotNull(call.event(CallEvent.GreetingIssued.class));
    }

    @Test
    void a_session_that_dies_while_an_accept_is_in_doubt_is_asked_for_again() {
        Told call = Told.accepting().recovered().tell(new CallCommand.SessionGone());
        assertNotNull(call.effect(CallEffect.Attach.class));
    }

    @Test
    void a_session_that_lets_go_tells_the_next_one_where_the_conversation_stands() {
        Standing standing = new Standing(Samples.T0, "item_2", List.of(new Standing.Open("item_2", "item_1", false)));
        Told call = Told.attached()
                .fact(new CallEvent.SidebandLost(Samples.T0, 1, SidebandLoss.HANDED_OVER))
                .report(new Report.Drained(1, Told.SESSION, standing));
        assertEquals(new CallEffect.Attach(standing), call.effect(CallEffect.Attach.class));
    }

    @Test
    void an_operator_who_hangs_up_before_the_accept_is_confirmed_rejects_first_and_hangs_up_what_was_accepted() {
        Told call = Told.accepting().hangUp();
        assertEquals(new CallEffect.Reject(500, 1), call.effect(CallEffect.Reject.class));
        assertNull(call.accepted(Told.DONE, 1, false).effect(CallEffect.HangUp.class));
        assertEquals(new CallEffect.HangUp(1), call.rejected(Told.REFUSED, 1).effect(CallEffect.HangUp.class));
        assertEquals(Termination.OPERATOR_HANGUP, call.hungUp(Told.DONE, 1).termination());
    }

    @Test
    void an_accept_that_failed_too_late_is_undone_should_it_have_happened() {
        Told call = Told.accepting().after(Duration.ofSeconds(31)).accepted(Told.LOST, 1, false);
        assertNotNull(call.event(CallEvent.AcceptFailed.class));
        assertEquals(new CallEffect.HangUp(1), call.rejected(Told.REFUSED, 1).effect(CallEffect.HangUp.class));
        assertEquals(
                CallCommand.Timer.HANG_UP_AGAIN,
                call.hungUp(Told.LOST, 1).effect(CallEffect.Wait.class).timer());
        assertNotNull(call.timeUp(CallCommand.Timer.HANG_UP_AGAIN, 2).effect(CallEffect.HangUp.class));
        assertEquals(Termination.ACCEPT_FAILED, call.hungUp(Told.DONE, 2).termination());
    }

    @Test
    void a_call_that_cannot_be_rejected_after_an_accept_was_asked_for_is_hung_up_whatever_the_reject_is_told() {
        for (var answer : List.of(Told.REFUSED, Told.GONE)) {
            assertNotNull(Told.accepting().hangUp().rejected(answer, 1).effect(CallEffect.HangUp.class));
            assertNull(Told.offered().hangUp().rejected(answer, 1).effect(CallEffect.HangUp.class));
        }
        assertNotNull(Told.accepting().hangUp().rejected(Told.LOST, 8).effect(CallEffect.HangUp.class));
    }

    @Test
    void a_timer_of_an_earlier_phase_does_not_count_as_a_try_to_reject() {
        Told call = Told.offered().refused(Termination.GLOBAL_LIMIT, 1, 1);
        assertEquals(Step.NOTHING, call.timeUp(CallCommand.Timer.ASK_ADMISSION, 9).last);
    }

    @Test
    void a_call_is_greeted_once_however_often_its_sideband_opens() {
        Told call = Told.attached();
        assertTrue(call.messages().contains(new RealtimeSession.Greet()));
        assertNull(call.attach(2).event(CallEvent.GreetingIssued.class));
        assertNull(call.recovered().attach(3).event(CallEvent.GreetingIssued.class));
    }

    @Test
    void a_fact_is_journalled_once_and_acknowledged_always() {
        Told call = Told.attached().attach(1);
        assertEquals(List.of(), call.last.events());
        assertEquals(List.of(new RealtimeSession.Acknowledged(List.of("attached/1"))), call.messages());
    }

    @Test
    void facts_told_together_are_journalled_in_order_each_once_and_acknowledged_first() {
        CallEvent.TurnTimed timed = new CallEvent.TurnTimed(Samples.T0, "i1", new TurnTiming(1, 2, 3, null, null));
        CallEvent.ToolRequested tool =
                new CallEvent.ToolRequested(Samples.T0, "i2", "i1", "t1", "look", Personal.of("{}"));
        Told call = Told.attached().facts(timed).facts(timed, tool, timed, tool);
        assertEquals(tool, call.last.events().getFirst());
        assertEquals(1, call.last.events().stream().filter(tool::equals).count());
        assertEquals(0, call.last.events().stream().filter(timed::equals).count());
        assertEquals(
                new RealtimeSession.Acknowledged(List.of(timed.factId(), tool.factId(), timed.factId(), tool.factId())),
                call.messages().getFirst());
    }

    @Test
    void what_one_fact_changes_the_next_one_of_the_same_write_meets() {
        Told call = Told.attached()
                .facts(
                        new CallEvent.ToolRequested(Samples.T0, "i1", null, "t1", "end_call", Personal.of("{}")),
                        new CallEvent.ToolAnswered(Samples.T0, "t1"));
        assertTrue(call.messages().contains(new RealtimeSession.FinishSpeaking()));
        assertEquals(
                CallCommand.Timer.LAST_WORDS,
                call.last.effects().stream()
                        .filter(CallEffect.Wait.class::isInstance)
                        .map(effect -> ((CallEffect.Wait) effect).timer())
                        .filter(CallCommand.Timer.LAST_WORDS::equals)
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void a_session_of_an_older_epoch_is_sent_away() {
        Told call = Told.attached().attach(2).report(new Report.Hello(1, Told.SESSION));
        assertEquals(List.of(new RealtimeSession.Superseded()), call.messages());
    }

    @Test
    void after_a_restart_a_hung_up_call_still_waits_for_its_sessions_last_facts() {
        Told call = Told.stopping().hungUp(Told.DONE, 1).recovered();
        assertNull(call.termination());
        assertEquals(CallCommand.Timer.DRAIN, call.effect(CallEffect.Wait.class).timer());
        assertEquals(
                Termination.OPERATOR_HANGUP,
                call.timeUp(CallCommand.Timer.DRAIN, 1).termination());
    }

    @Test
    void only_an_ended_or_unknown_call_lets_its_slot_go() {
        for (Supplier<Told> phase : PHASES) {
            Told call = phase.get();
            boolean needed = !(call.state instanceof Unoffered || call.state instanceof Ended);
            call.tell(new CallCommand.AnswerRollCall(Samples.standIn("admission")));
            assertTrue(call.messages().contains(new Admission.Present("c1", needed)));
            assertEquals(needed, call.state.holdsSlot());
        }
    }

    @Test
    void a_grant_for_an_ended_call_is_given_back() {
        assertNotNull(Told.ended().granted(1).effect(CallEffect.Release.class));
    }

    @TestFactory
    Stream<DynamicTest> every_termination_is_reached() {
        return Stream.of(Termination.values())
                .map(reason -> DynamicTest.dynamicTest(
                        reason.slug(), () -> assertEquals(reason, reach(reason).termination())));
    }

    private static Told over(Told stopping, boolean live) {
        return stopping.hungUp(live ? Told.DONE : Told.GONE, 1).report(new Report.Drained(9, Told.SESSION));
    }

    private static Told reach(Termination reason) {
        return switch (reason) {
            case AGENT_ENDED ->
                over(
                        Told.attached()
                                .tool("t1", "end_call", "{}")
                                .answered("t1")
                                .report(new Report.SpokenOut(1, Told.SESSION)),
                        true);
            case CALLER_LEFT -> over(Told.attached().unattachable(SidebandLoss.CLOSED), false);
            case TRANSFERRED ->
                over(
                        Told.attached()
                                .tool("t1", "transfer_call", "{\"target\":\"desk\"}")
                                .tell(new CallCommand.ReferAnswered(Told.DONE, "t1"))
                                .timeUp(CallCommand.Timer.TRANSFER, 1),
                        true);
            case MAX_DURATION -> over(Told.attached().timeUp(CallCommand.Timer.MAX_DURATION, 1), true);
            case SILENCE -> over(Told.attached().report(new Report.Silent(1, Told.SESSION)), true);
            case OPERATOR_HANGUP -> over(Told.attached().hangUp(), true);
            case GLOBAL_LIMIT -> Told.offered().refused(reason, 1, 1).rejected(Told.DONE, 1);
            case TENANT_LIMIT -> Told.offered().refused(reason, 1, 1).rejected(Told.GONE, 1);
            case UNKNOWN_NUMBER -> {
                Told call = Told.fresh();
                call.tenants = new dev.tandem.protocol.tenant.Tenant[0];
                yield call.offer().rejected(Told.REFUSED, 1);
            }
            case ADMISSION_UNAVAILABLE ->
                Told.offered()
                        .after(Duration.ofSeconds(21))
                        .timeUp(CallCommand.Timer.ASK_ADMISSION, 9)
                        .rejected(Told.DONE, 1);
            case OFFER_TOO_OLD ->
                Told.fresh().after(Duration.ofSeconds(61)).offer().rejected(Told.LOST, 8);
            case LEFT_BEFORE_ANSWER -> Told.accepting().accepted(Told.GONE, 1, false);
            case ACCEPT_FAILED ->
                Told.accepting().accepted(Told.REFUSED, 1, false).rejected(Told.DONE, 1);
            case SIDEBAND_LOST -> over(Told.attached().unattachable(SidebandLoss.SILENT), true);
            case SESSION_EXPIRED -> over(Told.attached().report(new Report.Expired(1, Told.SESSION)), true);
            case PROVIDER_ERROR -> over(Told.attached().report(new Report.ModelFailed(1, Told.SESSION)), true);
        };
    }
}
