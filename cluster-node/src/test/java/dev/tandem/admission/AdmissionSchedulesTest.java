package dev.tandem.admission;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.admission.AdmissionWorld.Incarnation;
import dev.tandem.admission.AdmissionWorld.Message;
import dev.tandem.admission.AdmissionWorld.ModelCall;
import dev.tandem.admission.AdmissionWorld.Mutation;
import dev.tandem.admission.AdmissionWorld.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random schedules of admission with guarantees: up to twelve calls of four tenants, crashes before and after a write, hand-overs, a
 * sleeper that wakes, limits that change, messages lost, repeated and out of order. A wrong one prints its seed;
 * {@code -Dtandem.seed=} runs that one alone and prints its story.
 */
class AdmissionSchedulesTest {

    private static final int SCHEDULES = 10_000;
    private static final int MOVES = 160;
    private static final List<String> TENANTS = List.of("acme", "bloom", "contoso", "dale");

    private static final Map<Mutation, String> SEEN_AS = Map.of(
            Mutation.NO_FENCE, "I1",
            Mutation.ANSWERS_BEFORE_THE_WRITE, "I1",
            Mutation.NO_ROLL_CALL, "I2",
            Mutation.ARRIVAL_ORDER_AFTER_HAND_OVER, "hand-over",
            Mutation.FORGETS_GUARANTEES, "guarantee");

    @Test
    void ten_thousand_schedules_break_no_promise() {
        Long only = Long.getLong("tandem.seed");
        if (only != null) {
            run(only, Mutation.NONE).forEach(System.out::println);
            return;
        }
        Map<String, Integer> seen = new TreeMap<>();
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            run(seed, Mutation.NONE).forEach(move -> seen.merge(move.replaceAll(" .*", ""), 1, Integer::sum));
        }
        System.out.println(SCHEDULES + " schedules of admission: " + seen);
    }

    @ParameterizedTest
    @EnumSource(value = Mutation.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void the_schedules_see_a_wrong_build(Mutation mutation) {
        AdmissionWorld.Wrong wrong = assertThrows(AdmissionWorld.Wrong.class, () -> {
            for (long seed = 1; seed <= SCHEDULES; seed++) {
                run(seed, mutation);
            }
        });
        assertTrue(wrong.getMessage().contains(": " + SEEN_AS.get(mutation)), wrong.getMessage());
    }

    private static List<String> run(long seed, Mutation mutation) {
        Random random = new Random(seed);
        AdmissionWorld world = new AdmissionWorld(mutation, limits(random));
        List<String> story = new ArrayList<>();
        try {
            int moves = random.nextInt(MOVES);
            int most = 1 + random.nextInt(12);
            boolean mayChange = random.nextInt(4) == 0;
            for (int i = 0; i < moves; i++) {
                wild(world, random, story, most, mayChange);
                world.check();
            }
            settle(world, story);
            world.checkQuiet();
            return story;
        } catch (AdmissionWorld.Wrong wrong) {
            throw new AdmissionWorld.Wrong("seed " + seed + ", mutation " + mutation + ", " + world.limits + ": "
                    + wrong.getMessage() + "\n  " + String.join("\n  ", story));
        }
    }

    private static SomeLimits limits(Random random) {
        int global = 1 + random.nextInt(6);
        Map<String, Integer> guaranteed = new HashMap<>();
        int perTenant = 1 + random.nextInt(5);
        int left = random.nextBoolean() ? global : 0;
        for (String tenant : TENANTS) {
            int some = Math.min(perTenant, random.nextInt(left + 1));
            if (some > 0 && random.nextBoolean()) {
                guaranteed.put(tenant, some);
                left -= some;
            }
        }
        return new SomeLimits(global, perTenant, Map.copyOf(guaranteed), TENANTS.size());
    }

    private static void wild(AdmissionWorld world, Random random, List<String> story, int most, boolean mayChange) {
        Incarnation at = world.sleeper != null && random.nextInt(3) == 0 ? world.sleeper : world.admission;
        String who = at == world.sleeper ? "the sleeper" : "admission";
        int dice = random.nextInt(100);
        if (dice < 15 && world.calls.size() < most) {
            String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
            story.add("arrives " + tenant);
            world.arrives(tenant);
        } else if (dice < 55 && !world.net.isEmpty()) {
            Message message = world.net.get(random.nextInt(world.net.size()));
            int fate = random.nextInt(12);
            story.add((fate == 0 ? "lost " : fate == 1 ? "repeated " : "delivered ") + message + " to " + who);
            if (fate != 1) {
                world.net.remove(message);
            }
            if (fate != 0 && at.writing == null) {
                world.deliver(message, at);
            }
        } else if (dice < 75) {
            if (at.writing != null) {
                boolean stored = random.nextInt(10) > 0;
                story.add((stored ? "written by " : "write-failed at ") + who);
                written(world, at, stored);
            } else if (at.handOver != null && random.nextInt(3) == 0) {
                story.add("heard-all " + who);
                world.decide(at, true);
            } else {
                story.add("decides " + who);
                world.decide(at, false);
            }
        } else if (dice < 82) {
            any(world, random, Phase.LIVE).ifPresent(call -> {
                story.add("ends " + call.id);
                world.ends(call);
            });
        } else if (dice < 88) {
            any(world, random, Phase.ASKING).ifPresent(call -> {
                story.add("asks-again " + call.id);
                world.asks(call);
            });
        } else if (dice < 90) {
            any(world, random, Phase.ASKING).ifPresent(call -> {
                story.add("gives-up " + call.id);
                world.ends(call);
            });
        } else if (dice < 93) {
            story.add("roll-call");
            world.callsTheRoll();
        } else if (dice < 96) {
            boolean stored = random.nextBoolean();
            story.add("crashes " + (stored ? "after its write" : "before its write"));
            if (world.admission.writing != null) {
                world.written(world.admission, stored, false);
            }
            world.handsOver(false);
        } else if (dice < 98) {
            story.add("falls-asleep");
            world.handsOver(true);
        } else if (mayChange) {
            world.limits = new SomeLimits(
                    Math.max(1, world.limits.global() - 1),
                    Math.max(1, world.limits.perTenant() - random.nextInt(2)),
                    Map.of(),
                    TENANTS.size());
            world.limitsChanged = true;
            story.add("lowered " + world.limits);
        }
    }

    /** A write that fails ends the incarnation: it starts anew from the journal. */
    private static void written(AdmissionWorld world, Incarnation at, boolean stored) {
        world.written(at, stored, true);
        if (!stored && at == world.admission) {
            world.handsOver(false);
        }
    }

    private static java.util.Optional<ModelCall> any(AdmissionWorld world, Random random, Phase phase) {
        List<ModelCall> some = world.calls.values().stream()
                .filter(call -> call.phase == phase)
                .toList();
        return some.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(some.get(random.nextInt(some.size())));
    }

    /** No fault any more: calls ask until they are answered, the sleeper is gone, live calls end, the roll is called. */
    private static void settle(AdmissionWorld world, List<String> story) {
        story.add("-- without a fault --");
        world.sleeper = null;
        for (int i = 0; i < 20; i++) {
            for (ModelCall call : world.calls.values()) {
                switch (call.phase) {
                    case ASKING -> world.asks(call);
                    case LIVE -> world.ends(call);
                    case REFUSED, ENDED -> {}
                }
            }
            world.callsTheRoll();
            while (!world.net.isEmpty()) {
                if (world.admission.writing != null) {
                    world.written(world.admission, true, true);
                }
                world.deliver(world.net.removeFirst(), world.admission);
                world.check();
            }
            if (world.admission.writing != null) {
                world.written(world.admission, true, true);
            }
            world.decide(world.admission, true);
            world.written(world.admission, true, true);
            world.check();
        }
    }
}
