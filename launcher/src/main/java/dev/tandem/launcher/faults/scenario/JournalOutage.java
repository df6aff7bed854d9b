package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.check.TranscriptLine;
import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Cast;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.arena.PlacedCall;
import dev.tandem.launcher.faults.arena.StageAlterations;
import dev.tandem.launcher.faults.disk.SmallDisk;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Cassandra is away in the middle of calls that talk and use tools; others arrive, and one beside them ends. */
final class JournalOutage implements Scenario {
    private static final int CALLS = 20;
    private static final int NEWCOMERS = 6;
    private static final int TURNS_BEFORE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NEWCOMERS_AFTER = Duration.ofSeconds(3);
    /** What is promised: every report is stored so soon after its return. */
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(10);

    private final JournalFault fault;

    JournalOutage(JournalFault fault) {
        this.fault = fault;
    }

    @Override
    public String name() {
        return fault.scenario();
    }

    @Override
    public String sentence() {
        return "Cassandra " + fault.words()
                + " in the middle of calls that talk and use tools of each effect, while others"
                + " arrive and one in a live call's shard ends";
    }

    @Override
    public StageAlterations alterations() {
        return fault.alterations();
    }

    @Override
    public Optional<String> unplayable(Variant variant) {
        return fault.alterations().smallDisk() ? SmallDisk.impossible() : Optional.empty();
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        List<Fault> faults = new ArrayList<>();
        int times = variant.pick(1, 3);
        for (int i = 0; i < times; i++) {
            faults.add(Fault.lasting(Duration.ofSeconds(60L * i), fault.act(), "cassandra", Duration.ofSeconds(30)));
        }
        return new Schedule(name(), seed, faults);
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        Random random = play.random();
        Timetable timetable = Timetable.from(play.schedule());
        for (Fault planned : play.schedule().faults()) {
            timetable.await(planned);
            once(arena, play, Duration.ofMillis(planned.forMs()), random);
        }
    }

    private void once(Arena arena, Play play, Duration time, Random random) throws InterruptedException {
        List<PlacedCall> talking = place(arena);
        PlacedCall leaver = arena.provider()
                .place(Offer.to(Cast.LARGE.getFirst())
                        .id(Shards.besides(talking.getFirst().id(), random))
                        .slowTalk(30));
        List<String> ids = talking.stream().map(PlacedCall::id).toList();
        Arena.await(
                "every call to talk",
                PATIENCE,
                () -> ids.stream().allMatch(id -> talks(arena, id)) && talks(arena, leaver.id()));

        long since = System.nanoTime();
        arena.provider().mark("journal " + fault.act());
        fault.begin(arena);
        long away = arena.provider().mark("journal away");
        sleepUntil(since, NEWCOMERS_AFTER);
        List<PlacedCall> newcomers = newcomers(arena, talking, random);
        arena.provider().hangUp(List.of(leaver));
        sleepUntil(since, time);
        fault.end(arena);
        long back = arena.provider().mark("journal back");

        List<Long> drained = drained(arena, ids, back);
        OutageJudge judge = new OutageJudge(arena.history(), play.findings(), new Stretch(away, back));
        judge.drained(ids, drained, DRAINED_WITHIN);
        judge.talkedOn(ids);
        judge.tools(ids);
        judge.refused(newcomers.stream().map(PlacedCall::id).toList());
        arena.provider().hangUp(talking);
    }

    private static List<PlacedCall> place(Arena arena) throws InterruptedException {
        List<PlacedCall> placed = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            placed.add(arena.provider()
                    .place(Offer.to(Cast.LARGE.get(i % Cast.LARGE.size())).toolTalk(60, i)));
        }
        return placed;
    }

    /** Every other one in the shard of a live call, whose shard must then store a new id. */
    private static List<PlacedCall> newcomers(Arena arena, List<PlacedCall> talking, Random random)
            throws InterruptedException {
        List<PlacedCall> newcomers = new ArrayList<>();
        for (int i = 0; i < NEWCOMERS; i++) {
            Offer offer = Offer.to(Cast.LARGE.get(i % Cast.LARGE.size())).smallTalk(3);
            if (i % 2 == 0) {
                offer.id(Shards.besides(talking.get(i + 1).id(), random));
            }
            newcomers.add(arena.provider().place(offer));
        }
        return newcomers;
    }

    private static boolean talks(Arena arena, String id) {
        CallHistory call = arena.history().call(id);
        return call.first(Kind.ATTACH).isPresent() && call.of(Kind.TURN).size() >= TURNS_BEFORE;
    }

    /** How long after its return each call's journal had all that had been said by then; those that never had it are absent. */
    private static List<Long> drained(Arena arena, List<String> ids, long back) throws InterruptedException {
        List<Long> times = new ArrayList<>();
        List<String> left = new ArrayList<>(ids);
        long since = System.nanoTime();
        Arena.within(PATIENCE, () -> {
            for (String id : List.copyOf(left)) {
                if (stored(arena, id, back)) {
                    left.remove(id);
                    times.add((System.nanoTime() - since) / 1_000_000);
                }
            }
            return left.isEmpty();
        });
        return times;
    }

    private static boolean stored(Arena arena, String id, long back) throws InterruptedException {
        Set<String> said = arena.history().call(id).of(Kind.TURN).stream()
                .filter(turn -> turn.flag("delivered") && turn.tMs() <= back)
                .map(turn -> turn.text("item_id"))
                .collect(Collectors.toSet());
        return arena.call(id)
                .map(shown -> TranscriptLine.of(shown.path("transcript")).stream()
                        .map(TranscriptLine::itemId)
                        .collect(Collectors.toSet())
                        .containsAll(said))
                .orElse(false);
    }

    private static void sleepUntil(long sinceNs, Duration time) throws InterruptedException {
        long left = time.toMillis() - (System.nanoTime() - sinceNs) / 1_000_000;
        if (left > 0) {
            Thread.sleep(left);
        }
    }
}
