package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WholeJournalTest {
    private final WholeJournal i9 = new WholeJournal();

    @Test
    void numbers_without_a_hole_by_one_writer_after_the_other_are_fine() {
        MadeUp journal = new MadeUp()
                .row("Call|a", 1, "w1", "CallOffered", "")
                .row("Call|a", 2, "w1", "CallAdmitted", "")
                .row("Call|a", 3, "w2", "CallEnded", "")
                .deletedTo("Admission", 2)
                .row("Admission", 2, "w1", "Reserved", "a")
                .row("Admission", 3, "w1", "Freed", "a");
        assertThat(what(journal)).isEmpty();
    }

    @Test
    void a_number_that_is_there_twice_is_reported() {
        MadeUp journal =
                new MadeUp().row("Admission", 1, "w1", "Reserved", "a").row("Admission", 1, "w2", "Reserved", "b");
        assertThat(what(journal)).containsExactly("Admission has the sequence number 1 twice");
    }

    @Test
    void a_hole_is_reported_also_at_the_beginning() {
        MadeUp journal = new MadeUp()
                .row("Call|a", 1, "w1", "CallOffered", "")
                .row("Call|a", 3, "w1", "CallEnded", "")
                .row("Call|b", 2, "w1", "CallOffered", "");
        assertThat(what(journal))
                .containsExactly(
                        "Call|a misses the sequence numbers from 2", "Call|b misses the sequence numbers from 1");
    }

    @Test
    void a_writer_that_goes_on_after_another_took_over_is_reported() {
        MadeUp journal = new MadeUp()
                .row("Admission", 1, "w1", "Reserved", "a")
                .row("Admission", 2, "w2", "Reserved", "b")
                .row("Admission", 3, "w1", "Reserved", "c");
        assertThat(what(journal)).containsExactly("Admission was written to by an earlier writer at 3");
    }

    private List<String> what(MadeUp journal) {
        return i9.violations(journal.evidence()).stream().map(Violation::what).toList();
    }
}
