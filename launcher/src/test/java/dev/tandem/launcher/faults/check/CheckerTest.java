package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckerTest {
    @Test
    void it_knows_the_nine_in_their_order() {
        assertThat(Checker.INVARIANTS)
                .extracting(Invariant::name)
                .containsExactly("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9");
    }

    @Test
    void a_run_in_which_all_went_well_has_no_violation() {
        MadeUp run = new MadeUp()
                .line(0, "a", "offer", "\"to\":\"" + MadeUp.NUMBER + "\"")
                .delivered(50, "a", 1, 200, 40)
                .accepted(60, "a")
                .attached(70, "a")
                .line(80, "a", "greeting", "\"text\":\"Hello\"")
                .turn(500, "a", 0, "hi", true)
                .ended(900, "a")
                .line(990, "", "text_request", "\"path\":\"/v1/responses\"")
                .shown(
                        "a",
                        "{\"id\":\"a\",\"status\":\"finished\",\"summary\":{\"state\":\"ready\",\"summary\":\"s\"},"
                                + "\"transcript\":[{\"item_id\":\"item_0\",\"speaker\":\"caller\",\"text\":\"hi\"}]}")
                .slots(0)
                .row("Admission", 1, "w", "Reserved", "a")
                .row("Admission", 2, "w", "Freed", "a")
                .row("Call|a", 1, "w", "CallOffered", "");
        assertThat(Checker.check(run.evidence())).isEmpty();
    }

    @Test
    void violations_of_several_promises_stand_in_the_order_of_the_promises() {
        MadeUp run = new MadeUp()
                .accepted(1, "a")
                .accepted(2, "a")
                .row("Call|a", 2, "w", "CallOffered", "")
                .shown("a", "{\"id\":\"a\"}");
        assertThat(Checker.check(run.evidence())).extracting(Violation::promise).containsExactly("I2", "I3", "I9");
    }
}
