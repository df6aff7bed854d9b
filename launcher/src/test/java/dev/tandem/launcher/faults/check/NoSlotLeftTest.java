package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoSlotLeftTest {
    private final NoSlotLeft i2 = new NoSlotLeft();

    @Test
    void what_was_given_and_given_back_is_fine() {
        MadeUp rest = new MadeUp()
                .slots(0)
                .row("Admission", 1, "w", "Reserved", "a")
                .row("Admission", 2, "w", "Reserved", "b")
                .row("Admission", 3, "w", "Freed", "b")
                .row("Admission", 4, "w", "Freed", "a");
        assertThat(i2.violations(rest.evidence())).isEmpty();
    }

    @Test
    void a_call_that_was_accepted_without_a_slot_is_reported_while_the_journal_is_whole() {
        MadeUp rest = new MadeUp().slots(0).accepted(1, "a");
        assertThat(i2.violations(rest.evidence()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.what()).contains("without a slot"));
        assertThat(i2.violations(rest.deletedTo("Admission", 7).evidence())).isEmpty();
    }

    @Test
    void a_slot_that_a_node_still_counts_is_reported() {
        assertThat(i2.violations(new MadeUp().slots(0).slots(1).evidence())).hasSize(1);
    }

    @Test
    void a_node_that_cannot_tell_is_reported() {
        Evidence silent = new MadeUp().slots(0).evidence();
        silent.concurrency().set(0, com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode());
        assertThat(i2.violations(silent)).hasSize(1);
    }

    @Test
    void a_slot_that_the_journal_never_frees_is_reported() {
        MadeUp rest = new MadeUp()
                .slots(0)
                .row("Admission", 1, "w", "Reserved", "a")
                .row("Admission", 2, "w", "Reserved", "b")
                .row("Admission", 3, "w", "Freed", "a");
        assertThat(i2.violations(rest.evidence()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.callId()).isEqualTo("b"));
    }
}
