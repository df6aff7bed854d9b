package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Crowd;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Stretch;
import dev.tandem.launcher.stage.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A deploy: every node is replaced, one after the other, while people talk. */
final class Roll implements Scenario {
    private static final int CALLS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    /** What a call that moves may be without its sideband. */
    private static final long MOVED_WITHIN_MS = 2_000;

    /** Whoever of the callers or the agents wanted it. */
    private static final Set<String> WANTED = Set.of("script_over", "caller_hung_up");

    @Override
    public String name() {
        return "roll";
    }

    @Override
    public String sentence() {
        return "replaces every node, one after the other, under " + CALLS + " live calls while others arrive";
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < variant.pick(3, 9); i++) {
            faults.add(Fault.of(Duration.ofSeconds(i), Act.REPLACE, 1 + i % 3));
        }
        return new Schedule(name(), seed, faults);
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        List<Long> gaps = new ArrayList<>();
        List<Long> leaves = new ArrayList<>();
        int moved = 0;
        long since = System.nanoTime();
        try (Crowd crowd = Crowd.of(arena, CALLS, tenant -> Offer.to(tenant).toolTalk(20))) {
            crowd.awaitThere(PATIENCE);
            since = System.nanoTime();
            for (Fault fault : play.schedule().faults()) {
                Node node = arena.node(Integer.parseInt(fault.target()));
                long from = arena.provider().mark("replace " + node);
                play.findings().require(arena.leave(node), node + " did not leave by itself");
                long to = arena.provider().mark("gone " + node);
                leaves.add(to - from);
                Recovery.await(arena, to, PATIENCE);
                Recovery recovery = Recovery.of(arena.history(), new Stretch(from, to + 1_000));
                moved += recovery.recovered();
                gaps.addAll(recovery.gaps());
                recovery.lost().forEach(id -> play.findings().require(false, id, "lost its sideband for good"));
                arena.start(node);
            }
            play.findings().figure("total_s", (System.nanoTime() - since) / 1_000_000_000);
            crowd.awaitThere(PATIENCE);
        }
        gaps.sort(null);
        leaves.sort(null);
        Recovery.figures(play.findings().figure("moved", moved), "moved", gaps);
        Recovery.figures(play.findings(), "leave", leaves);
        Deliveries.figures(play.findings(), arena.history());
        long dropped = arena.history().calls().stream().filter(Roll::dropped).count();
        play.findings().figure("dropped", dropped);
        play.findings().require(dropped == 0, dropped + " calls were dropped");
        play.findings()
                .require(
                        gaps.isEmpty() || gaps.getLast() < MOVED_WITHIN_MS,
                        "a call that moved was without a sideband for " + (gaps.isEmpty() ? 0 : gaps.getLast())
                                + " ms");
    }

    private static boolean dropped(CallHistory call) {
        return call.first(Kind.ACCEPT).isPresent()
                && call.first(Kind.ENDED).isPresent()
                && !WANTED.contains(call.endReason());
    }
}
