package dev.tandem.call;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.agent.ToolAllowance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random schedules of larger worlds: up to six calls of two tenants, limits of 1 to 4, tools of every effect, crashes,
 * losses, repeats. A wrong one prints its seed; {@code -Dtandem.seed=} runs that one alone, with its whole story.
 */
class SeededSchedulesTest {

    private static final int SCHEDULES = 10_000;
    private static final int MAX_MOVES = 250;
    private static final Set<String> RARE = Set.of("caller leaves", "clock jumps", "operator hangs up", "roll call");

    @Test
    void ten_thousand_schedules_break_no_invariant() {
        Long only = Long.getLong("tandem.seed");
        if (only != null) {
            run(only, World.Mutation.NONE);
            return;
        }
        TreeMap<String, Integer> seen = new TreeMap<>();
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            run(seed, World.Mutation.NONE).forEach(move -> seen.merge(move.replaceAll(" .*", ""), 1, Integer::sum));
        }
        System.out.println(SCHEDULES + " schedules: " + seen);
    }

    @ParameterizedTest
    @EnumSource(
            value = World.Mutation.class,
            names = {"ONCE_TOOL_RUNS_AGAIN", "RUNS_TOOLS_UNASKED", "WRITES_OUTPUTS_AGAIN"})
    void the_schedules_see_a_build_that_is_wrong_about_tools(World.Mutation mutation) {
        World.Wrong wrong = assertThrows(World.Wrong.class, () -> {
            for (long seed = 1; seed <= SCHEDULES; seed++) {
                run(seed, mutation);
            }
        });
        assertTrue(wrong.getMessage().contains("I4"), wrong.getMessage());
    }

    /** What happened until nothing did. */
    private static List<String> run(long seed, World.Mutation mutation) {
        Random random = new Random(seed);
        World world = world(random, mutation);
        List<String> story = new ArrayList<>();
        try {
            int wild = random.nextInt(MAX_MOVES);
            for (int i = 0; i < wild; i++) {
                Moves.Move move = any(Moves.of(world), random);
                if (move == null) {
                    break;
                }
                step(world, move, story);
            }
            for (int i = 0; ; i++) {
                Moves.Move move = Search.fair(world);
                if (move == null) {
                    world.checkQuiet();
                    return story;
                }
                if (i > 10_000) {
                    throw new World.Wrong("never comes to rest");
                }
                step(world, move, story);
            }
        } catch (World.Wrong wrong) {
            throw new World.Wrong("seed " + seed + ", mutation " + mutation + ": " + wrong.getMessage() + "\n  "
                    + String.join("\n  ", story.subList(Math.max(0, story.size() - 150), story.size())));
        }
    }

    private static void step(World world, Moves.Move move, List<String> story) {
        story.add(move.what() + (Long.getLong("tandem.seed") == null ? "" : " " + move.detail()));
        move.act().accept(world);
        world.check();
        for (ModelCall call : world.calls) {
            long ran = call.ran.keySet().size();
            if (ran > ToolAllowance.MAX_CALLS) {
                throw new World.Wrong(call.id + " ran " + ran + " tools");
            }
        }
    }

    private static World world(Random random, World.Mutation mutation) {
        int faults = random.nextInt(7);
        World.Budget budget = new World.Budget(
                faults,
                random.nextInt(4),
                random.nextInt(4),
                random.nextInt(4),
                random.nextInt(4),
                random.nextInt(3),
                random.nextInt(3));
        int global = 1 + random.nextInt(4);
        Map<String, Integer> tenants = Map.of("acme", 1 + random.nextInt(4), "bloom", 1 + random.nextInt(2));
        World world = new World(mutation, global, tenants, budget, random.nextInt(2));
        int calls = 1 + random.nextInt(6);
        for (int i = 0; i < calls; i++) {
            world.with(random.nextBoolean() ? Samples.ACME : Samples.BLOOM);
            world.calls.get(i).talk = random.nextInt(30);
        }
        return world;
    }

    /** Faults, callers who leave and clocks that jump are as rare as they must be for anything else to happen first. */
    private static Moves.Move any(List<Moves.Move> moves, Random random) {
        boolean fault = random.nextInt(12) == 0;
        List<Moves.Move> likely = new ArrayList<>();
        for (Moves.Move move : moves) {
            boolean rare = RARE.contains(move.what()) && random.nextInt(60) > 0;
            if (!move.what().startsWith(Moves.FAIR_ONLY) && !rare && (move.rank() == Moves.Move.FAULT) == fault) {
                likely.add(move);
            }
        }
        if (likely.isEmpty()) {
            return moves.stream()
                    .filter(move -> move.rank() < Moves.Move.FREELY)
                    .findFirst()
                    .orElse(null);
        }
        return likely.get(random.nextInt(likely.size()));
    }
}
