package dev.tandem.launcher.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneAcceptTest {
    private final OneAccept i3 = new OneAccept();

    @Test
    void one_accept_after_some_that_failed_is_fine() {
        MadeUp history = new MadeUp().line(1, "a", "accept_refused", "\"status\":500,\"reason\":\"server_error\"");
        assertThat(i3.violations(history.accepted(2, "a").accepted(3, "b").evidence()))
                .isEmpty();
    }

    @Test
    void a_second_one_that_worked_is_reported() {
        assertThat(i3.violations(new MadeUp().accepted(1, "a").accepted(2, "a").evidence()))
                .hasSize(1);
    }

    @Test
    void a_second_one_that_was_turned_away_is_reported_too() {
        MadeUp history = new MadeUp()
                .accepted(1, "a")
                .line(2, "a", "accept_refused", "\"status\":400,\"reason\":\"call_already_accepted\"");
        assertThat(i3.violations(history.evidence()))
                .singleElement()
                .satisfies(violation -> assertThat(violation.evidence()).hasSize(2));
    }
}
