package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Crowd;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.stage.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** kill -9 of random nodes under 60 calls. */
final class NodeKill implements Scenario {
    private static final int CALLS = 60;
    private static final int NODES = 3;
    /** What is promised. */
    private static final Duration CONTROL_WITHIN = Duration.ofSeconds(30);

    private static final Duration TOOL_TAKES = Duration.ofSeconds(2);
    private static final int SLOW_TOOLS = 40;
    private static final int FAILED_TOOLS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @Override
    public String name() {
        return "node-kill";
    }

    @Override
    public String sentence() {
        return "kill -9 of random nodes, one after the other, under 60 live calls with tools while others arrive";
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        Random random = new Random(seed);
        int kills = variant.pick(2, 20);
        Duration apart = variant.pick(Duration.ofSeconds(40), Duration.ofSeconds(45));
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            long jitter = random.nextInt(4_000);
            faults.add(Fault.of(apart.multipliedBy(i).plusMillis(jitter), Act.KILL, 1 + random.nextInt(NODES)));
        }
        return new Schedule(name(), seed, faults);
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        List<Long> kills = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        int recovered = 0;
        int lost = 0;
        // Long enough to live through a kill, short enough that others arrive.
        try (Crowd crowd = Crowd.of(arena, CALLS, tenant -> Offer.to(tenant).toolTalk(20))) {
            crowd.awaitThere(PATIENCE);
            Timetable timetable = Timetable.from(play.schedule());
            for (Fault fault : play.schedule().faults()) {
                timetable.await(fault);
                disturbTools(arena);
                kills.add(killAndRestart(arena, arena.node(Integer.parseInt(fault.target()))));
            }
            crowd.awaitThere(PATIENCE);
        }
        for (long kill : kills) {
            Recovery recovery = Recovery.of(arena.history(), kill);
            times.addAll(recovery.times());
            recovered += recovery.recovered();
            lost += recovery.lost().size();
            recovery.lost().forEach(id -> play.findings().require(false, id, "never got a sideband again"));
        }
        times.sort(null);
        play.findings()
                .figure("kills", play.schedule().faults().size())
                .figure("taken_up_again", recovered)
                .figure("lost", lost);
        Recovery.figures(play.findings(), "control_back", times);
        play.findings().require(recovered > 0, "no call was on a node that was killed: nothing was shown");
        play.findings()
                .require(
                        times.isEmpty() || times.getLast() <= CONTROL_WITHIN.toMillis(),
                        "control was back only after " + times.getLast() + " ms");
    }

    /** So that tools are under way when the node dies, and others must be tried again. */
    private static void disturbTools(Arena arena) throws InterruptedException {
        arena.provider().arm("tool_slow", "", TOOL_TAKES, SLOW_TOOLS);
        arena.provider().arm("tool_500", "", Duration.ZERO, FAILED_TOOLS);
        Thread.sleep(TOOL_TAKES);
    }

    /** The node is back when its calls have been taken up again elsewhere. */
    private static long killAndRestart(Arena arena, Node node) throws InterruptedException {
        long at = arena.kill(node);
        Recovery.await(arena, at, PATIENCE);
        arena.start(node);
        return at;
    }
}
