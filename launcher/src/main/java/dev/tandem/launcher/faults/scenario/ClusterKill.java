package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.check.ObservedCall;
import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.Cast;
import dev.tandem.launcher.faults.arena.Offer;
import dev.tandem.launcher.faults.arena.PlacedCall;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.stage.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** kill -9 of all nodes at once, twice: the provider takes the calls' sidebands again, and it does not. */
final class ClusterKill implements Scenario {
    private static final int CALLS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "cluster-kill";
    }

    @Override
    public String sentence() {
        return "kill -9 of all nodes under " + CALLS
                + " live calls, and new nodes; once the provider allows to re-attach," + " once it refuses";
    }

    @Override
    public Schedule schedule(long seed, Variant variant) {
        return Schedule.of(
                name(),
                seed,
                new Fault(0, Act.KILL, Fault.ALL, 0),
                new Fault(1, Act.KILL, "all, re-attach refused", 0));
    }

    @Override
    public void play(Arena arena, Play play) throws InterruptedException {
        List<PlacedCall> taken = talking(arena);
        long at = killAll(arena);
        Recovery.await(arena, at, BACK_WITHIN);
        Recovery recovery = Recovery.of(arena.history(), at);
        arena.provider().hangUp(taken);
        play.findings().figure("taken_up_again", recovery.recovered() + " of " + CALLS);
        Recovery.figures(play.findings(), "control_back", recovery.times());
        play.findings()
                .require(recovery.recovered() == CALLS, recovery.recovered() + " of " + CALLS + " were taken up again");

        List<PlacedCall> refused = talking(arena);
        arena.provider().arm("refuse_reattach", "*", Duration.ZERO, 1);
        killAll(arena);
        long lost = 0;
        for (PlacedCall call : refused) {
            Arena.within(BACK_WITHIN, () -> ended(arena, call.id()).ended());
            String reason = ended(arena, call.id()).termination();
            CallHistory truth = arena.history().call(call.id());
            boolean hungUp = truth.of(Kind.HANGUP).stream()
                    .anyMatch(line -> line.text("by").equals("us"));
            lost += reason.equals("sideband_lost") && hungUp ? 1 : 0;
            play.findings()
                    .require(
                            reason.equals("sideband_lost") && hungUp,
                            call.id(),
                            "could not be re-attached and is " + reason + (hungUp ? "" : ", not hung up by us"));
        }
        play.findings().figure("given_up_and_hung_up", lost + " of " + CALLS);
    }

    private static ObservedCall ended(Arena arena, String callId) throws InterruptedException {
        return arena.call(callId).map(ObservedCall::of).orElseGet(() -> ObservedCall.unknown(callId));
    }

    private static List<PlacedCall> talking(Arena arena) throws InterruptedException {
        List<PlacedCall> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(arena.provider()
                    .place(Offer.to(Cast.LARGE.get(i % Cast.LARGE.size())).slowTalk(40)));
            Thread.sleep(100);
        }
        Arena.await(
                CALLS + " calls with a sideband and two turns",
                PATIENCE,
                () -> calls.stream()
                        .map(call -> arena.history().call(call.id()))
                        .allMatch(call ->
                                !call.unattachedNow() && call.of(Kind.TURN).size() >= 2));
        return calls;
    }

    private static long killAll(Arena arena) throws InterruptedException {
        long at = Long.MAX_VALUE;
        for (Node node : arena.nodes()) {
            at = Math.min(at, arena.kill(node));
        }
        arena.startAll();
        return at;
    }
}
