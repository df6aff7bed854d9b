package dev.tandem.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UntrustedJsonTest {

    @Test
    void sound_text_stays_the_same_text() {
        String sound = "caf\u00e9 \ud83d\ude00 \u4f60\u597d";
        assertThat(UntrustedJson.wellFormed(sound)).isSameAs(sound);
    }

    @Test
    void only_unpaired_surrogates_are_replaced() {
        assertThat(UntrustedJson.wellFormed("\ude00a\ud83d\ud83d\ude00b\ud83d"))
                .isEqualTo("\uFFFDa\uFFFD\ud83d\ude00b\uFFFD");
    }

    @Test
    void a_cut_never_halves_a_pair() {
        assertThat(UntrustedJson.bounded("ab\ud83d\ude00", 3)).isEqualTo("ab");
        assertThat(UntrustedJson.bounded("ab\ud83d\ude00", 4)).isEqualTo("ab\ud83d\ude00");
        assertThat(UntrustedJson.bounded("ab", 1)).isEqualTo("a");
    }
}
