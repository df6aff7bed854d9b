package dev.tandem.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tandem.protocol.api.ApiJson;
import dev.tandem.protocol.call.CallEvent.TurnTranscribed;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    @Test
    void words_a_parser_quotes_are_left_out() {
        try {
            ApiJson.MAPPER.readValue(
                    "{\"at\":\"2026-03-01T10:00:00Z\",\"speaker\":\"my secret words\"}", TurnTranscribed.class);
        } catch (JsonProcessingException e) {
            assertThat(e).hasMessageContaining("my secret words");
            assertThat(FailureText.of(new CompletionException(new IllegalStateException("wrapped", e))))
                    .startsWith("InvalidFormatException at ")
                    .contains("speaker")
                    .doesNotContain("secret");
            return;
        }
        throw new AssertionError("was read");
    }

    @Test
    void other_failures_say_what_they_are_within_bounds() {
        assertThat(FailureText.of(new CompletionException(new IllegalStateException("no offer"))))
                .isEqualTo("java.lang.IllegalStateException: no offer");
        assertThat(FailureText.of(new IllegalStateException("x".repeat(9999)))).hasSize(500);
    }
}
