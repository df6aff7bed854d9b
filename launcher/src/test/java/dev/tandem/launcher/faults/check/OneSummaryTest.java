package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneSummaryTest {
    private static final String HEARD = "\"status\":\"finished\",\"transcript\":[{\"item_id\":\"i\"}]";
    private final OneSummary i8 = new OneSummary();

    @Test
    void a_summary_a_call_and_one_more_for_a_crash_are_fine() {
        MadeUp history = ended("ready").mark(5, Marks.crash("node 1")).line(6, "", "text_request", "");
        assertThat(i8.violations(history.evidence())).isEmpty();
    }

    @Test
    void one_that_was_paid_for_twice_without_a_crash_is_reported() {
        assertThat(i8.violations(ended("ready").line(6, "", "text_request", "").evidence()))
                .hasSize(1);
    }

    @Test
    void a_call_without_its_summary_is_reported_unless_nobody_was_heard() {
        assertThat(i8.violations(ended("pending").evidence())).hasSize(1);
        MadeUp silent = new MadeUp().accepted(1, "a").ended(2, "a").shown("a", "{\"status\":\"finished\"}");
        assertThat(i8.violations(silent.evidence())).isEmpty();
    }

    private static MadeUp ended(String summary) {
        return new MadeUp()
                .accepted(1, "a")
                .ended(2, "a")
                .line(3, "", "text_request", "")
                .shown("a", "{" + HEARD + ",\"summary\":{\"state\":\"" + summary + "\",\"summary\":\"s\"}}");
    }
}
