package dev.tandem.persistence.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListCursorTest {

    private static final ListCursor CURSOR = new ListCursor(Instant.parse("2026-03-01T10:00:00.123Z"), "rtc_ü1");

    @Test
    void a_cursor_is_read_as_it_was_written() {
        assertThat(ListCursor.of(CURSOR.text())).isEqualTo(CURSOR);
    }

    @Test
    void no_changed_character_is_taken_for_another_place() {
        String text = CURSOR.text();
        for (int i = 0; i < text.length(); i++) {
            for (char c : new char[] {'A', 'b', '_', '9', '='}) {
                String tampered = text.substring(0, i) + c + text.substring(i + 1);
                if (!tampered.equals(text)) {
                    assertThatThrownBy(() -> ListCursor.of(tampered)).isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "null", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "%%%", "ünïcode", " "})
    void what_was_never_a_cursor_is_refused(String text) {
        assertThatThrownBy(() -> ListCursor.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cursor");
    }

    @Test
    void a_text_of_any_length_is_refused() {
        assertThatThrownBy(() -> ListCursor.of("A".repeat(1_000_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
