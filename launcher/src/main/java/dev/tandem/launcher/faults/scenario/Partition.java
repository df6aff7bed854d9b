package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Crowd;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.arena.StageAlterations;
import dev.tandem.launcher.faults.check.Marks;
import dev.tandem.launcher.faults.network.Network;
import dev.tandem.launcher.faults.report.Findings;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.truth.Stretch;
import dev.tandem.launcher.stage.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One node of three is cut off, for longer or shorter than the cluster waits before it parts with it. */
final class Partition implements Scenario {
    private static final int CALLS = 24;
    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Seen as unreachable after some seconds, given up 7 s later: by then both sides have decided. */
    private static final Duration DECIDED_AFTER = Duration.ofSeconds(15);
    /** For both to carry out what they decided, on a machine that is busy. */
    private static final Duration CARRIED_OUT_WITHIN = Duration.ofSeconds(30);

    private static final Duration BEFORE_NEXT = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "partition";
    }

    @Override
    public String sentence() {
        return "one node of three is cut off, from its peers alone or from everybody or in one direction, under live calls"
                + " with tools while others arrive";
    }

    @Override
    public StageAlterations alterations() {
        return StageAlterations.CUTTABLE;
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        Random random = new Random(seed);
        if (variant == Variant.CI) {
            return Schedule.of(
                    name(),
                    seed,
                    Fault.lasting(Duration.ZERO, Act.CUT, Fault.SINGLETON, Duration.ofSeconds(15)),
                    Fault.lasting(BEFORE_NEXT, Act.ISOLATE, anyNode(random), Duration.ofSeconds(5)));
        }
        List<Integer> seconds = List.of(5, 15, 60, 15, 5, 15, 60, 15, 15, 60);
        List<Act> acts = List.of(Act.CUT, Act.ISOLATE, Act.CUT_ONE_WAY);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            faults.add(Fault.lasting(
                    BEFORE_NEXT.multipliedBy(i),
                    acts.get(i % acts.size()),
                    i % 2 == 0 ? Fault.SINGLETON : anyNode(random),
                    Duration.ofSeconds(seconds.get(i))));
        }
        return new Schedule(name(), seed, faults);
    }

    private static String anyNode(Random random) {
        return String.valueOf(1 + random.nextInt(NODES));
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        Findings findings = play.findings();
        findings.figure("cut_by", arena.network().kind());
        List<Long> gaps = new ArrayList<>();
        int downed = 0;
        try (Crowd crowd = Crowd.of(arena, CALLS, tenant -> Offer.to(tenant).toolTalk(20))) {
            crowd.awaitThere(PATIENCE);
            Timetable timetable = Timetable.from(play.schedule());
            for (Fault fault : play.schedule().faults()) {
                timetable.await(fault);
                Cut cut = new Cut(arena, fault, findings);
                downed += cut.happen() ? 1 : 0;
                crowd.awaitThere(PATIENCE);
                gaps.addAll(cut.recovery().gaps());
            }
        }
        gaps.sort(null);
        findings.figure("cuts", play.schedule().faults().size())
                .figure("nodes_downed", downed)
                .figure("taken_up_again", gaps.size());
        Recovery.figures(findings, "without_sideband", gaps);
    }

    /** One cut, from the first lost packet until every node runs again. */
    private static final class Cut {
        private final Arena arena;
        private final Fault fault;
        private final Findings findings;
        private final Node node;
        private long fromMs;

        Cut(Arena arena, Fault fault, Findings findings) throws InterruptedException {
            this.arena = arena;
            this.fault = fault;
            this.findings = findings;
            this.node = fault.target().equals(Fault.SINGLETON)
                    ? arena.singleton()
                    : arena.node(Integer.parseInt(fault.target()));
        }

        /** Whether the cut was long enough to part with the node. */
        boolean happen() throws InterruptedException {
            Duration time = Duration.ofMillis(fault.forMs());
            boolean parts = time.compareTo(DECIDED_AFTER) >= 0;
            arena.mayEnd(node);
            boolean silent = begin();
            Thread.sleep(time);
            arena.network().heal();
            long healed = arena.provider().mark("healed");
            if (silent && node.state() == Node.State.RUNNING) {
                arena.provider().mark(Marks.back(node.ports().webhookUrl()));
            }
            boolean ended =
                    Arena.within(parts ? CARRIED_OUT_WITHIN : DECIDED_AFTER, () -> node.state() == Node.State.DOWN);
            String what = "%s, cut off for %d s,".formatted(node, time.toSeconds());
            findings.require(
                    ended || !parts,
                    what + " still ran " + CARRIED_OUT_WITHIN.toSeconds() + " s after the cut was healed");
            findings.require(
                    !ended || time.compareTo(Duration.ofSeconds(5)) > 0,
                    what + " was parted with, though the cluster waits longer than that");
            List<String> others = arena.nodes().stream()
                    .filter(other -> other != node && other.state() != Node.State.RUNNING)
                    .map(Node::toString)
                    .toList();
            findings.require(others.isEmpty(), "the side that should survive lost " + others);
            arena.provider().mark((ended ? "parted " : "kept ") + node + " healed at " + healed);
            arena.ready(arena.house());
            return ended;
        }

        /** Whether nobody at all reaches the node. */
        private boolean begin() throws InterruptedException {
            Network network = arena.network();
            boolean silent = fault.act() == Act.ISOLATE && network.isolates();
            if (silent) {
                arena.provider().mark(Marks.away(node.ports().webhookUrl()));
            }
            fromMs = arena.provider().mark(Marks.cutOff(fault.act(), node));
            switch (fault.act()) {
                case ISOLATE -> {
                    if (silent) {
                        network.isolate(node.number());
                    } else {
                        network.cut(node.number());
                    }
                }
                case CUT_ONE_WAY -> network.cutOneWay(node.number());
                default -> network.cut(node.number());
            }
            return silent;
        }

        Recovery recovery() {
            return Recovery.of(
                    arena.history(), new Stretch(fromMs, arena.history().endMs()));
        }
    }
}
