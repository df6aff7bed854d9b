package dev.tandem.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {

    private static final String SECRET = "s3cret-s3cret-s3cret";

    private final AdminToken token = AdminToken.of(SECRET);

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + SECRET, "bearer " + SECRET, "BEARER  " + SECRET + " "})
    void opens_to_its_secret(String header) {
        assertThat(token.opens(header)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", SECRET, "Basic " + SECRET, "Bearer " + SECRET + "x", "Bearer s3cret"})
    void stays_shut_to_anything_else(String header) {
        assertThat(token.opens(header)).isFalse();
    }

    @Test
    void stays_shut_to_a_header_of_a_megabyte() {
        assertThat(token.opens("Bearer " + "x".repeat(1 << 20))).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "short", "fifteen-letters", "has a space in its middle", "not-ascii-ümlaut-in-it"})
    void a_weak_or_unsendable_secret_is_refused_without_being_told(String weak) {
        assertThatThrownBy(() -> AdminToken.of(weak))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> {
                    if (weak != null && !weak.isEmpty()) {
                        assertThat(e.getMessage()).doesNotContain(weak);
                    }
                });
    }

    @Test
    void never_shows_itself() {
        assertThat(token.toString()).doesNotContain(SECRET);
    }
}
