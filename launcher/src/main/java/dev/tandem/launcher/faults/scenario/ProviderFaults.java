package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Cast;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.arena.PlacedCall;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The provider does what providers do, each fault in a call of its own. */
final class ProviderFaults implements Scenario {
    private static final Outcome LEFT_BEFORE_ANSWER = new Outcome("cancelled", "left_before_answer");
    private static final Outcome TOO_OLD = new Outcome("failed", "session_expired");
    private static final Outcome AGENT_ENDED = new Outcome("finished", "agent_ended");
    private static final Outcome UNKNOWN = new Outcome("cancelled", "unknown_number");

    /** How often at most, and after what time, the fault strikes; an empty name arms none. */
    private record Case(String fault, int afterMs, int count, UnaryOperator<Offer> offer, Outcome outcome) {}

    private static final Map<String, Case> CASES = cases();

    @Override
    public String name() {
        return "provider";
    }

    @Override
    public String sentence() {
        return "the provider fails at accept, hangs up, reorders, repeats, invents and floods; each call ends as it should";
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < variant.pick(2, 10); i++) {
            for (String name : CASES.keySet()) {
                faults.add(new Fault(random.nextInt(15_000), Act.PROVIDER, name, 0));
            }
        }
        return new Schedule(name(), seed, faults);
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        Map<PlacedCall, String> struck = new LinkedHashMap<>();
        Random random = play.random();
        Timetable timetable = Timetable.from(play.schedule());
        for (Fault fault : play.schedule().faults()) {
            timetable.await(fault);
            Case one = CASES.get(fault.target());
            String id = "rtc_%016x%016x".formatted(random.nextLong(), random.nextLong());
            if (!one.fault().isEmpty()) {
                arena.provider().arm(one.fault(), id, Duration.ofMillis(one.afterMs()), one.count());
            }
            String number = one.outcome().equals(UNKNOWN)
                    ? Cast.NOBODY
                    : Cast.LARGE.get(struck.size() % Cast.LARGE.size()).number();
            struck.put(arena.provider().place(one.offer().apply(Offer.to(number).id(id))), fault.target());
        }
        int right = 0;
        for (Map.Entry<PlacedCall, String> call : struck.entrySet()) {
            Outcome outcome = CASES.get(call.getValue()).outcome();
            right += outcome.judge(arena, play, call.getKey(), call.getValue()) ? 1 : 0;
        }
        play.findings().figure("kinds", CASES.size()).figure("ended_right", right + " of " + struck.size());
    }

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        UnaryOperator<Offer> talk = offer -> offer.smallTalk(4);
        UnaryOperator<Offer> longTalk = offer -> offer.slowTalk(30);
        cases.put("accept 404", new Case("accept_404", 0, 1, talk, LEFT_BEFORE_ANSWER));
        cases.put("accept 429", new Case("accept_429", 0, 2, talk, Outcome.CALLER_LEFT));
        cases.put("accept 500", new Case("accept_500", 0, 2, talk, Outcome.CALLER_LEFT));
        cases.put("accept hangs", new Case("accept_hang", 0, 1, talk, Outcome.CALLER_LEFT));
        cases.put("accept's answer is lost", new Case("accept_lost", 0, 1, talk, Outcome.CALLER_LEFT));
        cases.put("accept is slow", new Case("accept_slow", 3_000, 1, talk, Outcome.CALLER_LEFT));
        cases.put("attach 404 for 5 s", new Case("attach_404_until", 5_000, 1, talk, Outcome.CALLER_LEFT));
        cases.put("attach 500", new Case("attach_500", 0, 1, talk, Outcome.CALLER_LEFT));
        cases.put("hang-up before accept", none(offer -> offer.scenario("leaves_before_answer"), LEFT_BEFORE_ANSWER));
        cases.put("hang-up in the middle", new Case("hangup", 1_500, 1, longTalk, Outcome.CALLER_LEFT));
        cases.put("reordered and late events", none(disorder(), Outcome.CALLER_LEFT));
        cases.put("unknown events", new Case("unknown_event", 200, 20, talk, Outcome.CALLER_LEFT));
        cases.put("harmless errors", new Case("error_event", 200, 20, talk, Outcome.CALLER_LEFT));
        cases.put("a frame of 2 MB", new Case("huge_frame", 3_000, 1, talk, Outcome.CALLER_LEFT));
        cases.put("age limit of the session", new Case("session_expired", 1_500, 1, longTalk, TOO_OLD));
        cases.put("a failed response", new Case("response_failed", 2_000, 1, talk, Outcome.CALLER_LEFT));
        cases.put("hang-up 500", new Case("hangup_500", 0, 2, Offer::agentHangsUp, AGENT_ENDED));
        cases.put("reject 500", new Case("reject_500", 0, 2, talk, UNKNOWN));
        return cases;
    }

    private static Case none(UnaryOperator<Offer> offer, Outcome outcome) {
        return new Case("", 0, 0, offer, outcome);
    }

    private static UnaryOperator<Offer> disorder() {
        return offer -> offer.smallTalk(6).switches("late", "reorder", "duplicate", "interrupt", "non-ascii");
    }
}
