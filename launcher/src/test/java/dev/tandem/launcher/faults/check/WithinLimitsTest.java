package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WithinLimitsTest {
    private final WithinLimits i1 = new WithinLimits();

    @Test
    void as_many_as_allowed_one_after_the_other_are_fine() {
        MadeUp history = new MadeUp()
                .accepted(1, "a")
                .accepted(2, "b")
                .ended(3, "a")
                .accepted(3, "c")
                .ended(4, "b")
                .ended(5, "c");
        assertThat(i1.violations(history.evidence())).isEmpty();
    }

    @Test
    void one_more_at_any_instant_is_reported_with_its_accept() {
        MadeUp history = new MadeUp()
                .accepted(1, "a")
                .accepted(2, "b")
                .accepted(3, "c")
                .ended(3, "a")
                .ended(4, "b")
                .ended(4, "c");
        assertThat(i1.violations(history.evidence())).hasSize(2).allSatisfy(violation -> {
            assertThat(violation.callId()).isEqualTo("c");
            assertThat(violation.what()).contains("3 calls were live", "limit of 2", "at 3 ms");
        });
    }

    @Test
    void the_limit_of_a_tenant_counts_by_itself() {
        MadeUp history = new MadeUp();
        history.line(1, "a", "accept", "\"to\":\"+18005550101\"").line(2, "b", "accept", "\"to\":\"+18005550101\"");
        assertThat(i1.violations(history.evidence()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.what()).contains("+18005550101"));
    }
}
