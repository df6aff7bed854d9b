package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Cast;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.arena.PlacedCall;
import dev.tandem.launcher.faults.malformed.Barrage;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.truth.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A barrage of inputs that nobody should send, on every node, beside calls that must not notice. */
final class MalformedInputs implements Scenario {
    private static final int SENTINELS = 6;
    private static final int SHOWN = 5;
    private static final int FUZZED = 5;

    /** Nearly each event of a fuzzed call comes after broken copies of it. */
    private static final int EVENTS = 1_000;

    private static final Duration EVERY = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @Override
    public String name() {
        return "malformed";
    }

    @Override
    public String sentence() {
        return "2,000 (long: 10,000) malformed webhooks and API requests on every node, and malformed events, beside sentinel calls";
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        return Schedule.of(name(), seed);
    }

    @Override
    public void play(Arena arena, Play play) throws IOException, InterruptedException {
        List<PlacedCall> sentinels = new ArrayList<>();
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(arena.provider()
                    .place(Offer.to(Cast.LARGE.get(i % Cast.LARGE.size())).slowTalk(60)));
        }
        Arena.await(
                "the sentinels' first turns",
                PATIENCE,
                () -> sentinels.stream()
                        .allMatch(call ->
                                arena.history().call(call.id()).of(Kind.TURN).size() >= 2));
        List<PlacedCall> fuzzed = new ArrayList<>();
        for (int i = 0; i < play.variant().pick(FUZZED, 4 * FUZZED); i++) {
            PlacedCall call = arena.provider()
                    .place(Offer.to(Cast.LARGE.get(i % Cast.LARGE.size())).smallTalk(4));
            arena.provider().arm("event_mutilated", call, EVERY, EVENTS);
            fuzzed.add(call);
        }
        // Offered to nobody: whoever accepts it finds its caller gone.
        String body =
                "{\"id\":\"evt_685343a1381c819085d44c354e1b330e\",\"object\":\"event\",\"type\":\"realtime.call.incoming\","
                        + "\"created_at\":%d,\"data\":{\"call_id\":\"rtc_malformed\",\"sip_headers\":["
                                .formatted(System.currentTimeMillis() / 1_000)
                        + "{\"name\":\"From\",\"value\":\"<sip:+14155550123@sip.example.com>;tag=a1\"},"
                        + "{\"name\":\"To\",\"value\":\"<sip:"
                        + Cast.LARGE.getFirst().number() + "@sip.example.com>\"},"
                        + "{\"name\":\"Call-ID\",\"value\":\"malformed\"}]}}";
        Barrage.Outcome outcome = Barrage.send(
                play.variant().pick(2_000, 10_000),
                play.random(),
                new Barrage.Disguise(
                        body,
                        arena.plan().secrets().webhookSecret(),
                        arena.plan().secrets().adminToken()),
                arena.nodes().stream()
                        .map(node -> Barrage.Target.at(
                                node.ports().host(),
                                node.ports().http(),
                                node.ports().operator()))
                        .toList());
        play.findings().figure("answers", outcome.histogram());
        play.findings().figure("wrong", outcome.wrong().size());
        outcome.wrong().stream().limit(SHOWN).forEach(wrong -> play.findings().require(false, wrong));
        for (PlacedCall call : sentinels) {
            boolean untouched = arena.history().call(call.id()).live()
                    && arena.history().call(call.id()).of(Kind.ATTACH).size() == 1;
            play.findings().require(untouched, call.id(), "a sentinel call was touched");
        }
        int right = 0;
        for (PlacedCall call : fuzzed) {
            right += Outcome.CALLER_LEFT.judge(arena, play, call, "mutilated events") ? 1 : 0;
        }
        play.findings().figure("calls_of_mutilated_events_right", right + " of " + fuzzed.size());
        arena.provider().hangUp(sentinels);
    }
}
