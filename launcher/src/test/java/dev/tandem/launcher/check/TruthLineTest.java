package dev.tandem.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void a_damaged_line_is_named() {
        assertThatThrownBy(() -> TruthLine.delivered("{}\n{\"kind\":"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Line 2");
        assertThatThrownBy(() -> TruthLine.delivered("17")).hasMessageContaining("Line 1");
    }
}
