package dev.tandem.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class TruthLineTest {
    @Test
    void only_delivered_turns_count_in_the_order_of_the_conversation() {
        String lines = """
                {"t_ms":1,"call_id":"rtc_1","kind":"accept"}
                {"t_ms":9,"call_id":"rtc_1","kind":"turn","index":1,"item_id":"b","speaker":"caller","text":"Ja ✓","interrupted":false,"delivered":true}
                {"t_ms":5,"call_id":"rtc_1","kind":"turn","index":0,"item_id":"a","speaker":"agent","text":"Hi","interrupted":true,"delivered":true}

                {"t_ms":9,"call_id":"rtc_1","kind":"turn","index":2,"item_id":"c","speaker":"agent","text":"lost","delivered":false}
                """;
        assertThat(TruthLine.delivered(lines))
                .containsExactly(
                        new TruthLine(0, "a", "agent", "Hi", true), new TruthLine(1, "b", "caller", "Ja ✓", false));
    }

    @Test
    void words_that_were_cut_while_they_were_heard_are_interrupted_if_their_listener_was_told() {
        String lines = """
                {"t_ms":5,"call_id":"rtc_1","kind":"turn","index":0,"item_id":"a","speaker":"agent","text":"Hi","interrupted":false,"delivered":true}
                {"t_ms":6,"call_id":"rtc_1","kind":"truncated","item_id":"a","audio_end_ms":120,"told":true}
                {"t_ms":7,"call_id":"rtc_1","kind":"turn","index":1,"item_id":"b","speaker":"agent","text":"Yes","interrupted":false,"delivered":true}
                {"t_ms":8,"call_id":"rtc_1","kind":"truncated","item_id":"b","audio_end_ms":120,"told":false}
                """;
        assertThat(TruthLine.delivered(lines))
                .extracting(TruthLine::itemId, TruthLine::interrupted)
                .containsExactly(tuple("a", true), tuple("b", false));
    }

    @Test
    void a_damaged_line_is_named() {
        assertThatThrownBy(() -> TruthLine.delivered("{}\n{\"kind\":"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Line 2");
        assertThatThrownBy(() -> TruthLine.delivered("17")).hasMessageContaining("Line 1");
    }
}
