package dev.tandem.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class StrainTest {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private long nanos;
    private final Strain strain = new Strain(Duration.ofMillis(100), () -> nanos, waiting::add);

    @Test
    void work_that_runs_at_once_is_no_strain() {
        after(1);
        after(99);
        after(1);
        assertThat(strain.isTooMuch()).isFalse();
    }

    @Test
    void one_long_wait_is_a_pause_of_the_machine() {
        after(1);
        after(350);
        assertThat(strain.isTooMuch()).isFalse();
        after(1);
        after(350);
        assertThat(strain.isTooMuch()).isFalse();
    }

    @Test
    void long_waits_in_a_row_are_strain_until_a_while_after_the_last() {
        after(150);
        after(150);
        assertThat(strain.isTooMuch()).isTrue();
        after(1);
        assertThat(strain.isTooMuch()).isTrue();
        pass(200);
        assertThat(strain.isTooMuch()).isFalse();
    }

    @Test
    void a_wait_that_does_not_end_is_strain_before_it_does() {
        strain.probe();
        pass(399);
        assertThat(strain.isTooMuch()).isFalse();
        pass(2);
        assertThat(strain.isTooMuch()).isTrue();
        strain.probe();
        assertThat(waiting).hasSize(1);
    }

    @Test
    void a_node_that_is_never_behind_takes_everything() {
        assertThat(Strain.none().isTooMuch()).isFalse();
    }

    private void after(long ms) {
        strain.probe();
        pass(ms);
        waiting.remove().run();
    }

    private void pass(long ms) {
        nanos += Duration.ofMillis(ms).toNanos();
    }
}
