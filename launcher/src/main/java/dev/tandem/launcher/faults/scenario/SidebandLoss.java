package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Cast;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.arena.PlacedCall;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.truth.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The provider's sideband breaks in each of its ways. */
final class SidebandLoss implements Scenario {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String REFUSED = "refuse_reattach";
    private static final List<String> KINDS = List.of("drop_clean", "drop_abrupt", "half_open", REFUSED);

    @Override
    public String name() {
        return "sideband";
    }

    @Override
    public String sentence() {
        return "drops sidebands: closed cleanly, cut off, silent with the socket open, and 404 when attached again";
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < variant.pick(5, 20); i++) {
            for (String kind : KINDS) {
                faults.add(new Fault(random.nextInt(5_000), Act.PROVIDER, kind, 0));
            }
        }
        return new Schedule(name(), seed, faults);
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        Map<PlacedCall, Fault> struck = new LinkedHashMap<>();
        for (Fault fault : play.schedule().faults()) {
            Offer offer = Offer.to(Cast.LARGE.get(struck.size() % Cast.LARGE.size()));
            struck.put(arena.provider().place(offer.slowTalk(8)), fault);
            Thread.sleep(100);
        }
        Arena.await(
                "three turns of every call",
                PATIENCE,
                () -> struck.keySet().stream()
                        .allMatch(call ->
                                arena.history().call(call.id()).of(Kind.TURN).size() >= 3));
        Timetable timetable = Timetable.from(play.schedule());
        for (Map.Entry<PlacedCall, Fault> one : struck.entrySet()) {
            timetable.await(one.getValue());
            if (one.getValue().target().equals(REFUSED)) {
                arena.provider().arm(REFUSED, one.getKey(), Duration.ZERO, 1);
                arena.provider().arm("drop_abrupt", one.getKey(), Duration.ZERO, 1);
            } else {
                arena.provider().arm(one.getValue().target(), one.getKey(), Duration.ZERO, 1);
            }
        }
        Map<String, Integer> right = new LinkedHashMap<>();
        for (Map.Entry<PlacedCall, Fault> one : struck.entrySet()) {
            String kind = one.getValue().target();
            if (judge(arena, play, one.getKey(), kind)) {
                right.merge(kind, 1, Integer::sum);
            }
        }
        right.forEach(play.findings()::figure);
    }

    private static boolean judge(Arena arena, Play play, PlacedCall call, String kind) throws InterruptedException {
        if (kind.equals(REFUSED)) {
            return new Outcome("failed", "sideband_lost").judge(arena, play, call, kind);
        }
        boolean ended = Outcome.CALLER_LEFT.judge(arena, play, call, kind);
        int attaches = arena.history().call(call.id()).of(Kind.ATTACH).size();
        play.findings().require(attaches == 2, call.id(), "under " + kind + " it was attached " + attaches + " times");
        return ended && attaches == 2;
    }
}
