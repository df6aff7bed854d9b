package dev.tandem.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShardPatienceTest {

    private long nanos = -5;
    private final ShardPatience patience = new ShardPatience(500, () -> nanos);

    @Test
    void a_shard_that_did_not_answer_is_given_less_time_for_two_seconds() {
        assertThat(patience.with(7)).isEqualTo(ShardPatience.USUAL);
        patience.silent(7);
        assertThat(patience.with(7)).isEqualTo(ShardPatience.SHORT);
        assertThat(patience.with(8)).isEqualTo(ShardPatience.USUAL);
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(patience.with(7)).isEqualTo(ShardPatience.USUAL);
    }

    @Test
    void that_it_does_not_answer_in_the_shorter_time_either_says_nothing_new() {
        patience.silent(7);
        nanos += Duration.ofSeconds(1).toNanos();
        patience.silent(7);
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(patience.with(7)).isEqualTo(ShardPatience.USUAL);
    }

    @Test
    void a_shard_that_answers_is_given_the_usual_time_again() {
        patience.silent(7);
        patience.answered(7);
        assertThat(patience.with(7)).isEqualTo(ShardPatience.USUAL);
    }

    @Test
    void every_id_has_a_shard() {
        // Of this text the hash code is the least integer, whose absolute value is itself.
        String least = "polygenelubricants";
        assertThat(least.hashCode()).isEqualTo(Integer.MIN_VALUE);
        assertThat(patience.shardOf(least)).isBetween(0, 499);
    }
}
