package dev.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CallShardsTest {

    @Test
    void empty_shards_move_and_busy_ones_stay() {
        assertThat(CallShards.toMove(Set.of("1", "2", "3"), Map.of("1", 0, "2", 4, "3", 0), 2, true))
                .containsExactlyInAnyOrder("1", "3");
    }

    @Test
    void no_more_move_than_would_make_it_even() {
        assertThat(CallShards.toMove(Set.of("1", "2", "3"), Map.of("1", 0, "2", 0, "3", 0), 1, true))
                .hasSize(1);
    }

    @Test
    void without_an_empty_one_the_least_busy_moves_alone_and_only_when_the_difference_is_large() {
        Map<String, Integer> calls = Map.of("1", 5, "2", 2, "3", 9);
        assertThat(CallShards.toMove(Set.of("1", "2", "3"), calls, 2, true)).containsExactly("2");
        assertThat(CallShards.toMove(Set.of("1", "2", "3"), calls, 2, false)).isEmpty();
    }

    @Test
    void a_shard_goes_to_the_emptiest_node_that_is_heard_of_and_new() {
        Map<String, Integer> shards = Map.of("dead", 0, "old", 1, "new", 5, "newer", 4);
        Predicate<String> heard = node -> !node.equals("dead");
        assertThat(CallShards.home(shards, heard, node -> node.startsWith("new")))
                .contains("newer");
        assertThat(CallShards.home(shards, heard, node -> node.equals("dead"))).contains("old");
        assertThat(CallShards.home(shards, node -> false, node -> true)).contains("dead");
        assertThat(CallShards.home(Map.<String, Integer>of(), node -> true, node -> true))
                .isEmpty();
    }

    @Test
    void a_node_that_does_not_tell_its_calls_keeps_its_shards() {
        assertThat(CallShards.toMove(Set.of("1", "2"), Map.of(), 1, true)).isEmpty();
    }
}
