package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveriesAnsweredTest {
    private final DeliveriesAnswered i7 = new DeliveriesAnswered();

    @Test
    void a_call_that_was_taken_at_the_second_try_and_accepted_is_fine() {
        MadeUp call = offered()
                .delivered(100, "a", 1, 503, 90)
                .delivered(1_200, "a", 2, 200, 90)
                .accepted(1_300, "a")
                .ended(9_000, "a");
        assertThat(what(call.shown("a", "{\"status\":\"finished\"}"))).isEmpty();
    }

    @Test
    void a_call_that_was_rejected_once_is_fine() {
        MadeUp call = offered().delivered(100, "a", 1, 200, 90).line(200, "a", "reject", "\"sip_status\":486");
        assertThat(what(call.ended(200, "a").shown("a", "{\"status\":\"cancelled\"}")))
                .isEmpty();
    }

    @Test
    void a_late_answer_and_a_wrong_one_are_reported() {
        MadeUp call = taken().delivered(9_000, "a", 2, 200, 1_001).delivered(9_001, "a", 3, 500, 5);
        assertThat(what(call))
                .containsExactly(
                        "a delivery was answered after 1001 ms, later than 1000",
                        "a delivery to a running node was answered 500");
    }

    @Test
    void an_answer_is_late_by_no_more_than_the_machine_made_it() {
        MadeUp call = taken().delivered(9_000, "a", 2, 200, 1_400).mark(9_100, Marks.slow(MadeUp.NODE, 100));
        assertThat(what(call)).isEmpty();
        assertThat(what(taken().delivered(9_000, "a", 2, 200, 1_400).mark(9_100, Marks.slow("elsewhere", 600))))
                .hasSize(1);
        assertThat(what(taken().delivered(9_000, "a", 2, 200, 1_400).mark(19_100, Marks.slow(MadeUp.NODE, 600))))
                .hasSize(1);
        assertThat(what(taken().delivered(9_000, "a", 2, 200, 1_401).mark(9_100, Marks.slow(MadeUp.NODE, 100))))
                .hasSize(1);
        assertThat(what(taken().delivered(9_000, "a", 2, 200, 4_001).mark(9_100, Marks.slow(MadeUp.NODE, 2_900))))
                .hasSize(1);
    }

    @Test
    void silence_is_reported_of_a_running_node_only() {
        assertThat(what(taken().delivered(9_000, "a", 2, 0, 20)))
                .containsExactly("a delivery to a running node got no answer");
        assertThat(what(taken().mark(8_500, Marks.away(MadeUp.NODE))
                        .delivered(9_000, "a", 2, 0, 20)
                        .mark(9_500, Marks.back(MadeUp.NODE))))
                .isEmpty();
        assertThat(what(taken().mark(8_000, Marks.away(MadeUp.NODE))
                        .mark(8_500, Marks.back(MadeUp.NODE))
                        .delivered(9_000, "a", 2, 0, 20)))
                .hasSize(1);
    }

    @Test
    void a_node_that_was_asked_to_leave_may_close_its_port_but_not_answer_wrongly() {
        assertThat(what(taken().mark(8_500, Marks.leaving(MadeUp.NODE)).delivered(9_000, "a", 2, 0, 20)))
                .isEmpty();
        assertThat(what(taken().mark(8_500, Marks.leaving(MadeUp.NODE)).delivered(9_000, "a", 2, 500, 20)))
                .hasSize(1);
    }

    @Test
    void a_node_that_ends_itself_may_close_its_port_before_it_is_gone() {
        MadeUp call = taken().mark(8_500, Marks.away(MadeUp.NODE)).mark(8_501, Marks.crash("Node 1" + Marks.BY_ITSELF));
        assertThat(what(call.delivered(8_000, "a", 2, 0, 3))).isEmpty();
        assertThat(what(taken().mark(8_500, Marks.away(MadeUp.NODE))
                        .mark(8_501, Marks.crash("Node 1"))
                        .delivered(8_000, "a", 2, 0, 3)))
                .hasSize(1);
    }

    @Test
    void a_delivery_that_was_never_taken_is_reported() {
        MadeUp call = offered().delivered(100, "a", 1, 503, 90).delivered(100, "a", 2, 503, 90);
        assertThat(what(call)).containsExactly("1 deliveries were never answered 200");
    }

    @Test
    void a_call_that_was_taken_and_forgotten_is_reported() {
        MadeUp call = offered().delivered(100, "a", 1, 200, 90).line(30_000, "a", "ended", "\"reason\":\"gone\"");
        assertThat(what(call.shown("a", "{\"status\":\"new\"}")))
                .containsExactly(
                        "was taken and neither accepted nor rejected", "was taken and is new after everything ended");
    }

    @Test
    void a_call_that_was_accepted_more_than_a_minute_late_is_reported() {
        MadeUp call = taken().row("Call|a", 70_000, "w", "CallOffered", "");
        assertThat(what(call)).containsExactly("was accepted though it was offered too late");
    }

    @Test
    void a_call_that_was_rejected_twice_is_reported() {
        MadeUp call = offered()
                .delivered(100, "a", 1, 200, 90)
                .line(200, "a", "reject", "\"sip_status\":486")
                .line(300, "a", "reject", "\"sip_status\":486");
        assertThat(what(call.shown("a", "{\"status\":\"cancelled\"}"))).containsExactly("was rejected after an answer");
    }

    private List<String> what(MadeUp call) {
        return i7.violations(call.evidence()).stream().map(Violation::what).toList();
    }

    private static MadeUp offered() {
        return new MadeUp().line(0, "a", "offer", "\"to\":\"" + MadeUp.NUMBER + "\"");
    }

    private static MadeUp taken() {
        return offered()
                .delivered(100, "a", 1, 200, 90)
                .accepted(200, "a")
                .ended(20_000, "a")
                .shown("a", "{\"status\":\"finished\"}");
    }
}
