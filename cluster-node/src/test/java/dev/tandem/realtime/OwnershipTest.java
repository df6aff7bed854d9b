package dev.tandem.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private final Ownership ownership = new Ownership(Duration.ofMinutes(3), Duration.ofMinutes(30), 0);
    private long seconds;

    @Test
    void a_session_without_a_sign_for_minutes_is_an_orphan() {
        live(179, true);
        assertThat(ownership.isOrphan()).isFalse();
        live(1, true);
        assertThat(ownership.isOrphan()).isTrue();
    }

    @Test
    void a_sign_of_the_call_begins_the_count_anew() {
        live(179, true);
        ownership.sign(TimeUnit.SECONDS.toNanos(seconds));
        live(179, true);
        assertThat(ownership.isOrphan()).isFalse();
    }

    @Test
    void time_without_the_journal_does_not_count_until_it_is_longer_than_any_call() {
        live(170, true);
        live(1_600, false);
        assertThat(ownership.isOrphan()).isFalse();
        live(30, false);
        assertThat(ownership.isOrphan()).isTrue();
    }

    @Test
    void a_node_that_slept_does_not_wake_up_with_orphans() {
        live(60, true);
        seconds += 600;
        live(60, true);
        assertThat(ownership.isOrphan()).isFalse();
    }

    @Test
    void the_call_is_asked_from_time_to_time() {
        int asked = 0;
        for (int i = 0; i < 120; i++) {
            seconds++;
            asked += ownership.tick(TimeUnit.SECONDS.toNanos(seconds), true) ? 1 : 0;
        }
        assertThat(asked).isEqualTo(4);
    }

    private void live(int more, boolean journalIsWell) {
        for (int i = 0; i < more; i++) {
            seconds++;
            ownership.tick(TimeUnit.SECONDS.toNanos(seconds), journalIsWell);
        }
    }
}
