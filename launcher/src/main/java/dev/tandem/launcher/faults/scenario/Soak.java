package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Cast;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.arena.Vitals;
import dev.tandem.launcher.faults.check.Checker;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import java.time.Duration;
import java.util.List;

/** Many short calls for long: nothing may grow. */
final class Soak implements Scenario {
    private static final int PER_SECOND = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration LEG = Duration.ofSeconds(80);
    /** Of a heap after its collection: caches that fill, and what a collection happens to leave. */
    private static final double HEAP_GROWTH = 1.25;

    /** The nodes' own probes of the journal. */
    private static final int REMEMBERED_ROOM = 10;

    private static final Duration FORGOTTEN_WITHIN = Duration.ofSeconds(90);
    private static final long HEAP_ROOM_MB = 25;
    private static final long THREADS_ROOM = 15;
    private static final long DESCRIPTORS_ROOM = 60;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String sentence() {
        return PER_SECOND
                + " short calls per second; heap after a collection, threads, descriptors and remembered ids stay flat";
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        return Schedule.of(name(), seed);
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        int calls = load(arena, WARM_UP);
        List<Vitals> before = Vitals.of(arena);
        for (int leg = 1; leg <= play.variant().pick(1, 45); leg++) {
            if (leg > 1) {
                // Judged in parts: hours of history fit no memory.
                play.findings().add(Checker.check(arena.comeToRest()));
                arena.begin(name());
            }
            calls += load(arena, LEG);
        }
        List<Vitals> after = Vitals.of(arena);
        List<CallHistory> last = arena.history().calls();
        long accepted = last.stream()
                .filter(call -> call.first(Kind.ACCEPT).isPresent())
                .count();
        play.findings()
                .figure("calls", calls)
                .figure("accepted_of_last", accepted + " of " + last.size())
                .figure("before", before)
                .figure("after", after);
        Arena.within(FORGOTTEN_WITHIN, () -> arena.rememberedIds().size() <= REMEMBERED_ROOM);
        int remembered = arena.rememberedIds().size();
        play.findings()
                .figure("remembered_ids", remembered)
                .require(remembered <= REMEMBERED_ROOM, remembered + " calls that ended are remembered");
        for (int i = 0; i < before.size(); i++) {
            judge(play, i + 1, before.get(i), after.get(i));
        }
    }

    private static void judge(Play play, int node, Vitals before, Vitals after) {
        play.findings()
                .require(
                        after.heapMb() <= before.heapMb() * HEAP_GROWTH + HEAP_ROOM_MB,
                        "node %d: the heap after a collection grew from %d to %d MB"
                                .formatted(node, before.heapMb(), after.heapMb()));
        play.findings()
                .require(
                        after.threads() <= before.threads() + THREADS_ROOM,
                        "node %d: threads grew from %d to %d".formatted(node, before.threads(), after.threads()));
        play.findings()
                .require(
                        after.descriptors() <= before.descriptors() + DESCRIPTORS_ROOM,
                        "node %d: descriptors grew from %d to %d"
                                .formatted(node, before.descriptors(), after.descriptors()));
    }

    /** Places calls at their pace, whatever became of those before. */
    private static int load(Arena arena, Duration time) throws InterruptedException {
        long begun = System.nanoTime();
        int placed = 0;
        while (System.nanoTime() - begun < time.toNanos()) {
            long due = begun + placed * 1_000_000_000L / PER_SECOND;
            long early = (due - System.nanoTime()) / 1_000_000;
            if (early > 0) {
                Thread.sleep(early);
            }
            arena.provider()
                    .place(Offer.to(Cast.LARGE.get(placed % Cast.LARGE.size())).smallTalk(1));
            placed++;
        }
        return placed;
    }
}
