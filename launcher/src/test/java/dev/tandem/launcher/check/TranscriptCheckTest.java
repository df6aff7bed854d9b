package dev.tandem.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptCheckTest {
    private static final List<TruthLine> TRUTH = List.of(
            new TruthLine(0, "item_a", "agent", "Hello, how can I help?", false),
            new TruthLine(1, "item_b", "caller", "Wo ist mein Päckchen? 📦", false),
            new TruthLine(2, "item_c", "agent", "It is on its", true),
            new TruthLine(3, "item_d", "caller", "Thanks.", false));

    private final List<TranscriptLine> transcript = new ArrayList<>(TRUTH.stream()
            .map(line -> new TranscriptLine(line.itemId(), line.speaker(), line.text(), line.interrupted()))
            .toList());

    @Test
    void equal_transcripts_have_no_difference() {
        assertThat(differences()).isEmpty();
        assertThat(TranscriptCheck.compare(List.of(), List.of())).isEmpty();
    }

    @Test
    void a_missing_turn_is_found_wherever_it_was() {
        for (int place = 0; place < TRUTH.size(); place++) {
            List<TranscriptLine> without = new ArrayList<>(transcript);
            String item = without.remove(place).itemId();
            assertThat(TranscriptCheck.compare(TRUTH, without)).containsExactly(new Difference.Missing(item));
        }
    }

    @Test
    void an_empty_transcript_misses_every_turn() {
        assertThat(TranscriptCheck.compare(TRUTH, List.of()))
                .hasSize(4)
                .hasOnlyElementsOfType(Difference.Missing.class);
    }

    @Test
    void a_repeated_turn_is_found_once_however_often_it_stands_there() {
        transcript.add(2, transcript.get(1));
        transcript.add(transcript.get(1));
        assertThat(differences()).containsExactly(new Difference.Repeated("item_b"));
    }

    @Test
    void two_turns_in_the_wrong_order_are_found() {
        transcript.add(1, transcript.remove(2));
        assertThat(differences())
                .containsExactly(new Difference.Misplaced("item_c", 2, 1), new Difference.Misplaced("item_b", 1, 2));
    }

    @Test
    void a_turn_that_nobody_said_is_found() {
        transcript.add(new TranscriptLine("item_z", "agent", "Hello", false));
        assertThat(differences()).containsExactly(new Difference.NeverSaid("item_z"));
    }

    @Test
    void one_different_byte_is_found_with_its_place() {
        replace(1, new TranscriptLine("item_b", "caller", "Wo ist mein Päckchen? 📬", false));
        assertThat(differences()).containsExactly(new Difference.WrongText("item_b", 26));
    }

    @Test
    void a_text_that_only_looks_alike_differs() {
        replace(1, new TranscriptLine("item_b", "caller", "Wo ist mein Pa\u0308ckchen? 📦", false));
        assertThat(differences()).hasSize(1).hasOnlyElementsOfType(Difference.WrongText.class);
    }

    @Test
    void a_text_with_one_blank_more_or_cut_short_differs() {
        replace(3, new TranscriptLine("item_d", "caller", "Thanks. ", false));
        assertThat(differences()).containsExactly(new Difference.WrongText("item_d", 7));
        replace(3, new TranscriptLine("item_d", "caller", "Thanks", false));
        assertThat(differences()).containsExactly(new Difference.WrongText("item_d", 6));
    }

    @Test
    void words_given_to_the_other_side_are_found() {
        replace(3, new TranscriptLine("item_d", "agent", "Thanks.", false));
        assertThat(differences()).containsExactly(new Difference.WrongSpeaker("item_d", "caller", "agent"));
    }

    @Test
    void a_wrong_interruption_is_found_both_ways() {
        replace(2, new TranscriptLine("item_c", "agent", "It is on its", false));
        replace(3, new TranscriptLine("item_d", "caller", "Thanks.", true));
        assertThat(differences())
                .containsExactly(
                        new Difference.WrongInterruption("item_c", true),
                        new Difference.WrongInterruption("item_d", false));
    }

    @Test
    void an_explanation_never_repeats_the_words_of_the_call() {
        replace(0, new TranscriptLine("item_a", "caller", "Secret", true));
        assertThat(differences())
                .hasSize(3)
                .noneMatch(difference -> difference.explanation().contains("Secret"));
    }

    private List<Difference> differences() {
        return TranscriptCheck.compare(TRUTH, transcript);
    }

    private void replace(int place, TranscriptLine line) {
        transcript.set(place, line);
    }
}
