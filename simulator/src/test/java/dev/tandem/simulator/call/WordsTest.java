package dev.tandem.simulator.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Hello there.", "no-spaces-", "👩🏽‍💻🚀", "word 𝕡𝕖 "})
    void joined_chunks_are_the_text_and_none_splits_a_character(String unit) {
        for (int repeat : new int[] {1, 7, 500}) {
            String text = unit.repeat(repeat);
            var chunks = Chunks.of(text);
            assertThat(String.join("", chunks)).isEqualTo(text);
            assertThat(chunks)
                    .hasSizeLessThanOrEqualTo(49)
                    .allMatch(chunk -> !chunk.isEmpty() && !Character.isLowSurrogate(chunk.charAt(0)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Say: \"Hello, this is Anna.\"|Hello, this is Anna.",
                "Say “Grüß Gott” now|Grüß Gott",
                "Say \"Welcome to \"Lamps\" today\"|Welcome to \"Lamps\" today",
            })
    void a_greeting_is_what_the_response_quotes(String instructions, String greeting) {
        assertThat(GreetingWords.quotedIn(instructions)).contains(greeting);
    }

    @Test
    void without_quotation_the_session_may_say_how_to_greet() {
        assertThat(GreetingWords.quotedIn("Greet the caller.")).isEmpty();
        assertThat(GreetingWords.greetingIn("Be kind. Greet callers with \"Good day\". Say \"no\" often."))
                .contains("Good day");
        assertThat(GreetingWords.greetingIn("Be kind and say \"please\".")).isEmpty();
    }
}
