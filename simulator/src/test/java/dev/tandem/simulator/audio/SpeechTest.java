package dev.tandem.simulator.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SpeechTest {
    /** Values of the tables of ITU-T G.711. */
    @ParameterizedTest
    @CsvSource({"0,255,213", "8,254,213", "-8,126,85", "1000,206,250", "-1000,78,122", "32767,128,170", "-32768,0,42"})
    void samples_get_the_codes_of_the_standard(short sample, int muLaw, int aLaw) {
        assertThat(G711.toMuLaw(sample) & 0xFF).as("mu-law").isEqualTo(muLaw);
        assertThat(G711.toALaw(sample) & 0xFF).as("A-law").isEqualTo(aLaw);
    }

    @Test
    void every_code_comes_back_to_itself() {
        for (int code = 0; code < 256; code++) {
            // Negative zero of mu-law is the same sample as positive zero.
            int expected = code == 0x7F ? 0xFF : code;
            assertThat(G711.toMuLaw(G711.fromMuLaw((byte) code)) & 0xFF).isEqualTo(expected);
            assertThat(G711.toALaw(G711.fromALaw((byte) code)) & 0xFF).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @EnumSource(AudioFormat.class)
    void the_same_words_give_the_same_bytes_also_in_pieces(AudioFormat format) {
        byte[] whole = new Speech("Good morning", format, 1_000).all();
        assertThat(whole).hasSize(1_000 * format.bytesPerMs());
        assertThat(new Speech("Good morning", format, 1_000).between(200, 400))
                .isEqualTo(Arrays.copyOfRange(whole, 200 * format.bytesPerMs(), 400 * format.bytesPerMs()));
        assertThat(new Speech("Good evening", format, 1_000).all()).isNotEqualTo(whole);
    }
}
