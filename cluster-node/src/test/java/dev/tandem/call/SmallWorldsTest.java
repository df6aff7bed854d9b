package dev.tandem.call;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every order of events in small worlds: two calls of one tenant, one slot, and at most so many faults in all. The bounds
 * are chosen so that the frontier runs empty; a fault more is left to {@link SeededSchedulesTest}.
 */
class SmallWorldsTest {

    private static final int MAX_WORLDS = 3_000_000;

    /** With {@code -Dtandem.search=long} clocks jump with two calls as well, and any fault may meet them: 2.5 million worlds. */
    private static final boolean LONG = "long".equals(System.getProperty("tandem.search"));

    private static final Map<World.Mutation, String> SEEN_AS = Map.of(
            World.Mutation.TIMER_FREES_SLOT, "I1",
            World.Mutation.ACCEPTS_AGAIN_UNASKED, "I3",
            World.Mutation.NO_ROLL_CALL, "I2",
            World.Mutation.GREETS_AFTER_RECOVERY, "I5",
            World.Mutation.GRANTS_BEFORE_PERSIST, "I1");

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
    void a_call_ends_well_in_every_order() {
        search("one call, no fault", world(World.Mutation.NONE, 1, 0, 0));
        search("one call, no fault, 1 hang-up", world(World.Mutation.NONE, 1, 0, 1));
        search("one call, 1 fault", world(World.Mutation.NONE, 1, 1, 0));
    }

    @Test
    void one_call_with_one_fault_and_a_hang_up_ends_well_in_every_order() {
        search("one call, 1 fault, 1 hang-up", world(World.Mutation.NONE, 1, 1, 1));
    }

    @Test
    void one_call_with_two_faults_of_different_kinds_ends_well_in_every_order() {
        World world = world(World.Mutation.NONE, 1, 0, 0);
        world.budget = new World.Budget(2, 1, 1, 1, 1, 0, 0);
        search("one call, 2 faults (a crash, a loss, a repeat, an answer lost)", world);
    }

    @Test
    void two_calls_share_one_slot_in_every_order() {
        search("two calls, no fault", world(World.Mutation.NONE, 2, 0, 0));
        World world = world(World.Mutation.NONE, 2, 0, 0);
        world.budget = new World.Budget(1, 1, 1, 1, 0, 0, 0);
        world.clockStands = !LONG;
        search("two calls, 1 fault (a crash, a loss, a repeat)", world);
    }

    @Test
    void two_calls_of_one_tenant_share_the_tenants_one_slot() {
        World world = new World(World.Mutation.NONE, 2, Map.of("acme", 1), new World.Budget(1, 1, 1, 0, 0, 0, 0), 0);
        world.clockStands = !LONG;
        search(
                "two calls of one tenant, 1 fault (a crash, a loss)",
                world.with(Samples.PLAIN).with(Samples.PLAIN));
    }

    @Test
    @EnabledIf("isLong")
    void two_calls_with_one_fault_of_any_kind_end_well_in_every_order() {
        search("two calls, 1 fault of any kind", world(World.Mutation.NONE, 2, 1, 0));
    }

    static boolean isLong() {
        return LONG;
    }

    @ParameterizedTest
    @EnumSource(
            value = World.Mutation.class,
            names = {"NONE", "ONCE_TOOL_RUNS_AGAIN", "RUNS_TOOLS_UNASKED", "WRITES_OUTPUTS_AGAIN"},
            mode = EnumSource.Mode.EXCLUDE)
    void the_search_sees_a_wrong_build(World.Mutation mutation) {
        World.Wrong wrong = assertThrows(World.Wrong.class, () -> new Search(MAX_WORLDS).run(world(mutation, 1, 1, 0)));
        String seen = wrong.getMessage().lines().findFirst().orElseThrow();
        assertTrue(seen.startsWith(SEEN_AS.get(mutation)), mutation + " was seen as: " + seen);
    }
}
