package dev.tandem.protocol.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTest {

    @ParameterizedTest
    @CsvSource({
        "+14155550123, +14*******23",
        "14155550123, 14*******23",
        "+4930123456, +49******56",
        "+123456, *******",
        "911, ***",
        "anonymous, *********",
        "'', ''"
    })
    void a_number_shows_its_ends_and_anything_else_nothing(String number, String masked) {
        assertThat(Masked.number(number)).isEqualTo(masked);
    }

    @Test
    void an_absent_number_is_an_empty_one() {
        assertThat(Masked.number(null)).isEmpty();
    }

    @Test
    void an_endless_text_is_not_repeated() {
        assertThat(Masked.number("1".repeat(100_000))).isEqualTo("*".repeat(20));
    }

    @Test
    void numbers_within_a_text_are_hidden_but_for_their_last_two_digits() {
        assertThat(Masked.inText("\"+49 (151) 123-45678\" <sip:004915112345678@x>"))
                .isEqualTo("\"+** (***) ***-***78\" <sip:*************78@x>");
        assertThat(Masked.inText("order 12345")).isEqualTo("order 12345");
    }

    @Test
    void a_caller_cannot_write_a_header_that_is_too_long_to_mask() {
        assertThat(Masked.inText("1".repeat(200_000))).isEqualTo("*".repeat(199_998) + "11");
        assertThat(Masked.inText("1  ".repeat(100_000))).hasSize(300_000);
    }
}
