package dev.tandem.call;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every order of events in small worlds: two calls of one tenant, one slot, and at most so many faults in all. The bounds
 * are chosen so that the frontier runs empty; a fault more is left to {@link SeededSchedulesTest}.
 */
class SmallWorldsTest {

    private static final int MAX_WORLDS = 3_000_000;

    private static World world(World.Mutation mutation, int calls, int faults, int hangUps) {
        World.Budget budget = new World.Budget(faults, faults, faults, faults, faults, faults, faults);
        World world = new World(mutation, 1, Map.of("acme", 1), budget, hangUps);
        for (int i = 0; i < calls; i++) {
            world.with(Samples.PLAIN);
        }
        return world;
    }

    private static void search(String what, World first) {
        long start = System.nanoTime();
        int worlds = new Search(MAX_WORLDS).run(first);
        System.out.printf("%s: %d worlds in %d ms%n", what, worlds, (System.nanoTime() - start) / 1_000_000);
    }

    @Test
    void one_call_with_one_fault_and_a_hang_up_ends_well_in_every_order() {
        search("one call, 1 fault, 1 hang-up", world(World.Mutation.NONE, 1, 1, 1));
    }

    @Test
    void one_call_with_two_faults_ends_well_in_every_order() {
        search("one call, 2 faults", world(World.Mutation.NONE, 1, 2, 0));
    }

    @Test
    void two_calls_share_one_slot_in_every_order() {
        search("two calls, no fault", world(World.Mutation.NONE, 2, 0, 0));
    }

    @Test
    void two_calls_share_one_slot_with_one_fault() {
        search("two calls, 1 fault", world(World.Mutation.NONE, 2, 1, 0));
    }
}
