package dev.tandem.load.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.load.truth.CheckedCall.Fate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedCallTest {
    private static final Turn HELLO = new Turn("c_a", "agent", "Hello.", false);
    private static final Turn QUESTION = new Turn("c_b", "caller", "Grüezi, is anybody there?", false);

    private final TruthLines ordinary = TruthLines.ordinary("c", 100, 900);

    @Test
    void a_call_that_was_carried_and_told_as_it_was_is_right() {
        assertThat(fate(ordinary, finished(HELLO, QUESTION))).isEqualTo(new Fate.Right());
    }

    @Test
    void an_accept_too_many_is_wrong_whether_it_took_effect_or_not() {
        ordinary.line(120, "accept_refused", "reason", "call_already_accepted");
        assertThat(faults(ordinary, finished(HELLO, QUESTION))).containsExactly("was accepted 2 times");
    }

    @Test
    void an_accept_that_failed_before_is_none_too_many() {
        ordinary.line(90, "accept_refused", "reason", "server_error");
        assertThat(fate(ordinary, finished(HELLO, QUESTION))).isEqualTo(new Fate.Right());
    }

    @Test
    void a_second_greeting_is_wrong() {
        ordinary.line(300, "greeting");
        assertThat(faults(ordinary, finished(HELLO, QUESTION))).containsExactly("was greeted 2 times");
    }

    @Test
    void a_call_that_nobody_answered_is_wrong() {
        TruthLines left = TruthLines.of("c").line(30_000, "ended", "reason", "left_before_answer");
        assertThat(faults(left, ShownCall.UNKNOWN))
                .containsExactly("was not answered: left_before_answer", "is unknown");
    }

    @Test
    void a_call_that_goes_on_for_ever_is_wrong() {
        TruthLines open = TruthLines.of("c").line(100, "accept").turn(120, "c_a", "agent", "Hello.", true);
        assertThat(faults(open, shown("running", "", HELLO))).containsExactly("never ended", "is running");
    }

    @Test
    void a_transcript_is_wrong_by_a_byte_a_turn_or_its_order() {
        assertThat(faults(ordinary, finished(HELLO, new Turn("c_b", "caller", "Gruezi, is anybody there?", false))))
                .containsExactly("item c_b differs from byte 2");
        assertThat(faults(ordinary, finished(HELLO))).containsExactly("item c_b is missing");
        assertThat(faults(ordinary, finished(QUESTION, HELLO)))
                .containsExactly("the order is not that of the conversation");
        assertThat(faults(ordinary, finished(HELLO, QUESTION, QUESTION)))
                .containsExactly("item c_b appears more than once");
        assertThat(faults(ordinary, finished(HELLO, QUESTION, new Turn("c_x", "agent", "Eh?", false))))
                .containsExactly("item c_x was never said");
        assertThat(faults(ordinary, finished(HELLO, new Turn("c_b", "agent", QUESTION.text(), true))))
                .containsExactly("item c_b is given to the agent", "item c_b was not interrupted");
    }

    @Test
    void words_that_were_cut_while_they_were_heard_are_interrupted() {
        ordinary.truncated(150, "c_a", true).truncated(160, "c_b", false);
        Turn cut = new Turn("c_a", "agent", "Hello.", true);
        assertThat(fate(ordinary, finished(cut, QUESTION))).isEqualTo(new Fate.Right());
        assertThat(faults(ordinary, finished(HELLO, QUESTION))).containsExactly("item c_a was interrupted, unmarked");
    }

    @Test
    void words_may_be_missing_only_in_a_gap_that_the_transcript_tells() {
        TruthLines truth = TruthLines.ordinary("c", 100, 900).turn(500, "c_c", "agent", "Yes.", true);
        ShownCall.Gap gap = new ShownCall.Gap("c_a", "c_c");
        Turn yes = new Turn("c_c", "agent", "Yes.", false);
        assertThat(fate(truth, withGap(gap, HELLO, yes))).isEqualTo(new Fate.Right());
        assertThat(faults(truth, withGap(gap, HELLO))).containsExactly("item c_c is missing");
        assertThat(fate(truth, withGap(new ShownCall.Gap("c_a", ""), HELLO))).isEqualTo(new Fate.Right());
        assertThat(faults(truth, withGap(new ShownCall.Gap("c_c", ""), HELLO, yes)))
                .containsExactly("item c_b is missing");
    }

    @Test
    void words_of_a_gap_that_were_asked_for_afterwards_are_told_rightly() {
        TruthLines truth = TruthLines.ordinary("c", 100, 900).turn(500, "c_c", "agent", "Yes.", false);
        Turn yes = new Turn("c_c", "agent", "Yes.", false);
        assertThat(fate(truth, withGap(new ShownCall.Gap("c_b", ""), HELLO, QUESTION, yes)))
                .isEqualTo(new Fate.Right());
        assertThat(faults(truth, finished(HELLO, QUESTION, yes))).containsExactly("item c_c was never said");
    }

    @Test
    void a_tool_call_without_an_output_is_wrong() {
        ordinary.toolCall(200, "t1", "lookup_order");
        assertThat(faults(ordinary, finished(HELLO, QUESTION))).containsExactly("has 1 tool calls without an output");
    }

    @Test
    void a_call_turned_away_is_refused_for_a_reason_and_has_no_words() {
        TruthLines rejected = TruthLines.of("c").line(50, "reject").line(51, "ended", "reason", "rejected");
        assertThat(fate(rejected, shown("cancelled", "tenant_limit")))
                .isEqualTo(new Fate.Refused("tenant_limit", true));
        assertThat(fate(rejected, shown("cancelled", "admission_unavailable")))
                .isEqualTo(new Fate.Refused("admission_unavailable", false));
        assertThat(faults(rejected, shown("cancelled", "tenant_limit", HELLO)))
                .containsExactly("was refused and yet has a transcript");
    }

    private static Fate fate(TruthLines truth, ShownCall shown) {
        return new CheckedCall("c", truth.truth(), shown).fate();
    }

    private static List<String> faults(TruthLines truth, ShownCall shown) {
        Fate fate = fate(truth, shown);
        assertThat(fate).isInstanceOf(Fate.Wrong.class);
        return ((Fate.Wrong) fate).faults();
    }

    private static ShownCall finished(Turn... turns) {
        return shown("finished", "caller_left", turns);
    }

    private static ShownCall shown(String status, String reason, Turn... turns) {
        return new ShownCall("acme", status, reason, List.of(turns), List.of());
    }

    private static ShownCall withGap(ShownCall.Gap gap, Turn... turns) {
        return new ShownCall("acme", "finished", "caller_left", List.of(turns), List.of(gap));
    }
}
