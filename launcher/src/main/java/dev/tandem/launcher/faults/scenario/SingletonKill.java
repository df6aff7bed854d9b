package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Cast;
import dev.tandem.launcher.faults.arena.House;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.stage.SampleTenant;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** kill -9 of the node that decides, in the middle of a rush. */
final class SingletonKill implements Scenario {
    private static final int OFFERS = 300;
    private static final int COPIES = 3;
    private static final long EVERY_MS = 80;

    /** An offer may be repeated for so long; what is undecided then never will be. */
    private static final Duration DECIDED_WITHIN = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "singleton-kill";
    }

    @Override
    public String sentence() {
        return "kill -9 of the node that decides about slots during " + OFFERS + " webhooks, each delivered " + COPIES
                + " times, with limits of 50 in all and 10 per tenant";
    }

    @Override
    public House house() {
        return House.TIGHT;
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        long at = 4_000 + new Random(seed).nextInt(8_000);
        return Schedule.of(name(), seed, new Fault(at, Act.KILL, Fault.SINGLETON, 0));
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        Fault fault = play.schedule().faults().getFirst();
        Random random = play.random();
        long begun = System.nanoTime();
        boolean killed = false;
        for (int i = 0; i < OFFERS; i++) {
            arena.provider().place(Offer.to(tenant(random, i)).smallTalk(12).deliveries(COPIES));
            if (!killed && System.nanoTime() - begun > fault.atMs() * 1_000_000) {
                arena.kill(arena.singleton());
                killed = true;
            }
            Thread.sleep(EVERY_MS);
        }
        long rushOver = System.nanoTime();
        arena.startAll();
        boolean decided = Arena.within(DECIDED_WITHIN, () -> undecided(arena) == 0);
        long tookMs = (System.nanoTime() - rushOver) / 1_000_000;
        List<CallHistory> calls = arena.history().calls();
        long admitted = count(calls, Kind.ACCEPT);
        play.findings()
                .figure("offers", OFFERS)
                .figure("admitted", admitted)
                .figure("rejected", count(calls, Kind.REJECT))
                .figure("decided_after_s", String.format(Locale.ROOT, "%.1f", tookMs / 1000.0))
                .figure("max_live", arena.history().mostLive());
        Deliveries.figures(play.findings(), arena.history());
        play.findings().require(killed, "the rush was over before the kill");
        play.findings()
                .require(
                        decided,
                        undecided(arena) + " offers were neither accepted nor rejected " + tookMs
                                + " ms after the rush");
        play.findings().require(admitted > House.TIGHT.globalLimit(), "only " + admitted + " calls were admitted");
        play.findings().require(admitted < OFFERS, "no limit was met: nothing was shown");
    }

    /** Offers of which the provider has heard nothing yet; a caller who hung up before needs no answer. */
    private static long undecided(Arena arena) {
        return arena.history().calls().stream()
                .filter(call -> call.first(Kind.OFFER).isPresent())
                .filter(call -> call.lines().stream()
                        .noneMatch(line -> line.is(Kind.ACCEPT) || line.is(Kind.REJECT) || line.is(Kind.ENDED)))
                .count();
    }

    /** One tenant is called more often than the others, so that its own limit counts too. */
    private static SampleTenant tenant(Random random, int i) {
        return random.nextInt(4) == 0 ? Cast.SMALL.getFirst() : Cast.SMALL.get(i % Cast.SMALL.size());
    }

    private static long count(List<CallHistory> calls, Kind kind) {
        return calls.stream().filter(call -> call.first(kind).isPresent()).count();
    }
}
