package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrueTranscriptTest {
    private static final String GAP = "{\"after_item\":\"item_0\",\"before_item\":\"item_3\",\"ms\":9000}";
    private final TrueTranscript i6 = new TrueTranscript();

    @Test
    void a_transcript_that_is_the_truth_is_fine() {
        MadeUp call = talk().ended(70_000, "a").shown("a", shown("", "0:zero", "1:one", "2:two", "3:three"));
        assertThat(what(call)).isEmpty();
    }

    @Test
    void another_word_and_a_missing_turn_are_reported() {
        MadeUp call = talk().ended(70_000, "a").shown("a", shown("", "0:zero", "1:uno", "3:three"));
        assertThat(what(call)).containsExactly("item item_2 is missing", "item item_1 differs from byte 0");
    }

    @Test
    void a_call_that_the_api_does_not_know_is_reported() {
        assertThat(what(talk().ended(70_000, "a"))).containsExactly("was accepted and the API does not know it");
    }

    @Test
    void what_is_missing_inside_a_gap_where_no_sideband_was_is_fine() {
        MadeUp call = cutOff().ended(70_000, "a").shown("a", shown(GAP, "0:zero", "3:three"));
        assertThat(what(call)).isEmpty();
    }

    @Test
    void what_was_said_while_nobody_listened_and_asked_for_later_is_fine() {
        MadeUp call = cutOff().ended(70_000, "a").shown("a", shown(GAP, "0:zero", "2:two", "3:three"));
        assertThat(what(call)).isEmpty();
    }

    @Test
    void what_was_asked_for_later_must_be_what_was_said() {
        MadeUp call = cutOff().ended(70_000, "a").shown("a", shown(GAP, "0:zero", "2:too", "3:three"));
        assertThat(what(call)).containsExactly("item item_2 differs from byte 1");
    }

    @Test
    void what_is_missing_without_a_gap_is_reported_though_the_sideband_was_lost() {
        MadeUp call = cutOff().ended(70_000, "a").shown("a", shown("", "0:zero", "3:three"));
        assertThat(what(call)).containsExactly("item item_1 is missing");
    }

    @Test
    void a_gap_where_a_sideband_was_all_the_time_is_reported_and_excuses_nothing() {
        MadeUp call = talk().ended(70_000, "a").shown("a", shown(GAP, "0:zero", "3:three"));
        assertThat(what(call))
                .containsExactly(
                        "item item_1 is missing",
                        "item item_2 is missing",
                        "has a gap where a sideband was attached all the time");
    }

    @Test
    void words_that_were_cut_while_they_were_heard_are_interrupted_if_their_listener_was_told() {
        MadeUp call = new MadeUp()
                .accepted(1, "a")
                .attached(2, "a")
                .turn(10_000, "a", 0, "zero", true)
                .turn(20_000, "a", 1, "one", true)
                .line(10_100, "a", "truncated", "\"item_id\":\"item_0\",\"told\":true")
                .line(20_100, "a", "truncated", "\"item_id\":\"item_1\",\"told\":false")
                .ended(40_000, "a");
        assertThat(what(call.shown("a", shown("", "0:zero", "1:one"))))
                .containsExactly("item item_0 was interrupted, unmarked");
    }

    @Test
    void an_item_said_right_before_the_sideband_was_lost_and_found_afterwards_may_end_a_gap() {
        String shown = shown("{\"after_item\":\"item_0\",\"before_item\":\"item_1\",\"ms\":50}", "0:zero", "1:one");
        MadeUp call = new MadeUp()
                .accepted(1, "a")
                .attached(2, "a")
                .turn(10_000, "a", 0, "zero", true)
                .turn(20_000, "a", 1, "one", true);
        assertThat(what(call.detached(20_050, "a")
                        .attached(20_100, "a")
                        .ended(40_000, "a")
                        .shown("a", shown)))
                .isEmpty();
    }

    @Test
    void what_was_heard_long_before_the_sideband_was_lost_is_not_excused_by_a_gap() {
        MadeUp call = new MadeUp()
                .accepted(1, "a")
                .attached(2, "a")
                .turn(10_000, "a", 0, "zero", true)
                .turn(20_000, "a", 1, "one", true)
                .detached(50_000, "a")
                .turn(51_000, "a", 2, "two", false)
                .attached(55_000, "a")
                .turn(60_000, "a", 3, "three", true);
        assertThat(what(call.ended(70_000, "a").shown("a", shown(GAP, "0:zero", "3:three"))))
                .containsExactly("item item_1 is missing");
    }

    @Test
    void what_a_node_heard_after_it_was_cut_off_may_be_in_a_gap_until_another_took_the_call_up() {
        assertThat(what(heardByTheDeaf(true).shown("a", shown(GAP, "0:zero", "3:three"))))
                .isEmpty();
        assertThat(what(heardByTheDeaf(true).shown("a", shown("", "0:zero", "3:three"))))
                .containsExactly("item item_1 is missing", "item item_2 is missing");
        assertThat(what(heardByTheDeaf(false).shown("a", shown(GAP, "0:zero", "3:three"))))
                .contains("item item_1 is missing");
    }

    @Test
    void a_call_that_ends_before_another_could_take_it_up_may_have_a_gap_to_its_end() {
        String toTheEnd = "{\"after_item\":\"item_0\",\"ms\":9000}";
        MadeUp call = new MadeUp()
                .accepted(1, "a")
                .attached(2, "a")
                .turn(10_000, "a", 0, "zero", true)
                .mark(11_000, Marks.away("http://n/webhook"))
                .turn(12_000, "a", 1, "one", true)
                .ended(20_000, "a");
        assertThat(what(call.shown("a", shown(toTheEnd, "0:zero")))).isEmpty();
        assertThat(what(call.shown("a", shown("", "0:zero")))).containsExactly("item item_1 is missing");
    }

    @Test
    void a_call_whose_end_was_lost_with_its_node_may_have_a_gap_to_its_end() {
        assertThat(what(lostItsEnd(20_500))).isEmpty();
        assertThat(what(lostItsEnd(31_000))).containsExactly("has a gap where a sideband was attached all the time");
    }

    private static MadeUp lostItsEnd(long awayMs) {
        return new MadeUp()
                .accepted(1, "a")
                .attached(2, "a")
                .turn(10_000, "a", 0, "zero", true)
                .ended(20_000, "a")
                .mark(awayMs, Marks.away("http://n/webhook"))
                .shown("a", shown("{\"after_item\":\"item_0\",\"ms\":9000}", "0:zero"));
    }

    private static MadeUp heardByTheDeaf(boolean cutOff) {
        MadeUp call = new MadeUp().accepted(1, "a").attached(2, "a").turn(10_000, "a", 0, "zero", true);
        if (cutOff) {
            call.mark(11_000, Marks.cutOff("CUT", "Node 1"));
        }
        return call.turn(12_000, "a", 1, "one", true)
                .turn(14_000, "a", 2, "two", true)
                .detached(26_000, "a")
                .attached(28_000, "a")
                .turn(60_000, "a", 3, "three", true)
                .ended(70_000, "a");
    }

    private List<String> what(MadeUp call) {
        return i6.violations(call.evidence()).stream().map(Violation::what).toList();
    }

    private static MadeUp talk() {
        return new MadeUp()
                .accepted(1, "a")
                .attached(2, "a")
                .turn(10_000, "a", 0, "zero", true)
                .turn(20_000, "a", 1, "one", true)
                .turn(30_000, "a", 2, "two", true)
                .turn(60_000, "a", 3, "three", true);
    }

    private static MadeUp cutOff() {
        return new MadeUp()
                .accepted(1, "a")
                .attached(2, "a")
                .turn(10_000, "a", 0, "zero", true)
                .turn(20_000, "a", 1, "one", true)
                .detached(21_000, "a")
                .turn(30_000, "a", 2, "two", false)
                .attached(31_000, "a")
                .turn(60_000, "a", 3, "three", true);
    }

    private static String shown(String gaps, String... turns) {
        String transcript = Arrays.stream(turns)
                .map(turn -> turn.split(":"))
                .map(turn -> "{\"item_id\":\"item_%s\",\"speaker\":\"caller\",\"text\":\"%s\",\"interrupted\":false}"
                        .formatted(turn[0], turn[1]))
                .collect(Collectors.joining(","));
        return "{\"id\":\"a\",\"status\":\"finished\",\"gaps\":[%s],\"transcript\":[%s]}".formatted(gaps, transcript);
    }
}
