package dev.tandem.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JournalHealthTest {

    private long now;
    private final JournalHealth health = new JournalHealth(() -> now);

    @Test
    void it_is_not_well_before_a_write_was_tried() {
        assertThat(health.complaint()).contains("The journal has not been tried yet.");
        health.tried();
        assertThat(health.isWell()).isFalse();
    }

    @Test
    void it_is_well_after_the_first_write_and_while_the_next_is_not_late() {
        health.tried();
        health.took();
        assertThat(health.isWell()).isTrue();
        health.tried();
        pass(JournalHealth.LATE);
        assertThat(health.isWell()).isTrue();
    }

    @Test
    void a_write_that_is_late_makes_it_bad_until_it_is_done() {
        health.tried();
        health.took();
        health.tried();
        pass(JournalHealth.LATE.plusMillis(1));
        assertThat(health.complaint()).contains("The journal has not answered for 900 ms.");
        health.took();
        assertThat(health.isWell()).isTrue();
    }

    @Test
    void a_write_that_fails_makes_it_bad_until_one_succeeds() {
        health.tried();
        health.failed("no node was reached");
        assertThat(health.complaint()).contains("The journal does not take writes: no node was reached");
        health.tried();
        assertThat(health.isWell()).isFalse();
        health.took();
        assertThat(health.isWell()).isTrue();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
