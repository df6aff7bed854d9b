package dev.tandem.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MajorityFenceTest {

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final MajorityFence fence = new MajorityFence(nanos::get);

    @Test
    void is_closed_before_any_majority_answered() {
        assertThat(fence.isOpen()).isFalse();
        long round = fence.begin();
        fence.answered("node-1", round, 3);
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void a_node_that_is_alone_is_its_own_majority() {
        fence.answered("node-1", fence.begin(), 1);
        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void opens_when_more_than_half_of_the_members_answered_the_same_round() {
        long round = fence.begin();
        fence.answered("node-1", round, 4);
        fence.answered("node-2", round, 4);
        fence.answered("node-2", round, 4);
        assertThat(fence.isOpen()).isFalse();
        fence.answered("node-3", round, 4);
        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void answers_of_different_rounds_do_not_add_up() {
        fence.answered("node-1", fence.begin(), 3);
        fence.answered("node-2", fence.begin(), 3);
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void closes_three_seconds_after_the_answered_ping_was_sent() {
        fence.answered("node-1", fence.begin(), 1);
        pass(Duration.ofMillis(2_999));
        assertThat(fence.isOpen()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void its_lenient_half_bears_a_stall_and_closes_before_anybody_takes_over() {
        Fence lenient = fence.lenient();
        assertThat(lenient.isOpen()).isFalse();
        fence.answered("node-1", fence.begin(), 1);
        pass(Duration.ofMillis(5_999));
        assertThat(lenient.isOpen()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(lenient.isOpen()).isFalse();
    }

    @Test
    void an_answer_read_after_a_long_sleep_opens_nothing() {
        long round = fence.begin();
        pass(Duration.ofSeconds(40));
        fence.answered("node-1", round, 2);
        fence.answered("node-2", round, 2);
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void late_answers_to_a_round_that_was_won_do_not_prolong_it() {
        long round = fence.begin();
        fence.answered("node-1", round, 3);
        fence.answered("node-2", round, 3);
        pass(Duration.ofMillis(2_900));
        fence.answered("node-3", round, 3);
        pass(Duration.ofMillis(200));
        assertThat(fence.isOpen()).isFalse();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
