package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Cast;
import dev.tandem.launcher.faults.arena.Crowd;
import dev.tandem.launcher.faults.arena.House;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.check.Journal;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.stage.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The node that decides falls asleep and wakes up again, maybe after another one has taken over. */
final class SingletonPause implements Scenario {
    private static final int CALLS = 45;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @Override
    public String name() {
        return "singleton-pause";
    }

    @Override
    public String sentence() {
        return "SIGSTOP of the node that decides about slots for 2, 10 and 40 s, then SIGCONT, while calls come and go";
    }

    @Override
    public House house() {
        return House.TIGHT;
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        List<Fault> faults = new ArrayList<>();
        long at = 0;
        for (int round = 0; round < variant.pick(1, 3); round++) {
            for (int seconds : new int[] {2, 10, 40}) {
                faults.add(new Fault(at, Act.PAUSE, Fault.SINGLETON, seconds * 1_000L));
                at += (seconds + 15) * 1_000L;
            }
        }
        return new Schedule(name(), seed, faults);
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        List<Long> pausedAt = new ArrayList<>();
        try (Crowd crowd = Crowd.of(
                arena, CALLS, Cast.SMALL, tenant -> Offer.to(tenant).toolTalk(4).deliveries(2))) {
            crowd.awaitThere(PATIENCE);
            Timetable timetable = Timetable.from(play.schedule());
            for (Fault fault : play.schedule().faults()) {
                timetable.await(fault);
                Node sleeper = arena.singleton();
                pausedAt.add(System.currentTimeMillis());
                arena.pause(sleeper);
                Thread.sleep(fault.forMs());
                arena.resume(sleeper);
                arena.awaitAwake(sleeper);
            }
        }
        List<Journal.Row> decisions = arena.journal().of(Journal.ADMISSION);
        long bySleepers = pausedAt.stream()
                .mapToLong(at -> grantsBySleeper(decisions, at))
                .sum();
        play.findings()
                .figure("pauses", play.schedule().faults().size())
                .figure("grants_by_sleepers", bySleepers)
                .figure(
                        "deciders",
                        decisions.stream().map(Journal.Row::writer).distinct().count());
        Deliveries.figures(play.findings(), arena.history());
        play.findings().require(bySleepers == 0, bySleepers + " slots were given by one that had been replaced");
    }

    /** Given by the one who was asleep then, after the first word of the one who decided in its place. */
    private static long grantsBySleeper(List<Journal.Row> decisions, long pausedAtWallMs) {
        Optional<Journal.Row> last =
                decisions.stream().filter(row -> row.wallMs() <= pausedAtWallMs).reduce((earlier, later) -> later);
        if (last.isEmpty()) {
            return 0;
        }
        String sleeper = last.get().writer();
        Optional<Journal.Row> successor = decisions.stream()
                .filter(row -> row.wallMs() > pausedAtWallMs && !row.writer().equals(sleeper))
                .findFirst();
        return successor
                .map(first -> decisions.stream()
                        .filter(row -> row.writer().equals(sleeper) && row.wallMs() > first.wallMs())
                        .mapToLong(row -> row.reserved().size())
                        .sum())
                .orElse(0L);
    }
}
