package dev.tandem.load.closing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.load.calls.PlacedCall;
import dev.tandem.load.plan.Http;
import dev.tandem.load.plan.Plan;
import dev.tandem.load.truth.CheckedCall;
import dev.tandem.load.truth.Truth;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Ends a run: waits for its calls, asks the simulator for the truth, holds all that the API says against it. */
public final class Closing {
    private static final Set<String> OVER = Set.of("ended", "left", "rejected");

    private final Plan plan;
    private final Patience patience;
    private final Http simulator;
    private final Http api;

    /**
     * How long it waits.
     *
     * @param poll between two looks
     * @param silent without any call's end, until those that go on are given up
     * @param late for a call that is not told right yet, and for slots that are not free yet
     */
    public record Patience(Duration poll, Duration silent, Duration late) {
        /** Enough for calls of this plan. */
        public static Patience of(Plan plan) {
            return new Patience(
                    Duration.ofSeconds(1), Duration.ofSeconds(120).plus(plan.length()), Duration.ofSeconds(60));
        }
    }

    /** Of this plan's run. */
    public Closing(Plan plan, Patience patience) {
        this.plan = plan;
        this.patience = patience;
        this.simulator = new Http(plan.simulator(), "");
        this.api = new Http(plan.api(), plan.token());
    }

    /** Returns when the calls are over, or none of them has ended for long. */
    public void awaitEnds(Collection<PlacedCall> calls) throws IOException, InterruptedException {
        int left = Integer.MAX_VALUE;
        long progress = System.nanoTime();
        while (left > 0 && System.nanoTime() - progress < patience.silent().toNanos()) {
            int now = open(calls).size();
            if (now < left) {
                left = now;
                progress = System.nanoTime();
            }
            if (left > 0) {
                Thread.sleep(patience.poll().toMillis());
            }
        }
    }

    private Set<String> open(Collection<PlacedCall> calls) throws IOException, InterruptedException {
        Set<String> open = new HashSet<>();
        for (JsonNode call : simulator.get("/simulator/calls")) {
            if (!OVER.contains(call.path("state").asText())) {
                open.add(call.path("call_id").asText());
            }
        }
        open.retainAll(calls.stream().map(PlacedCall::id).collect(Collectors.toSet()));
        return open;
    }

    /** The outcome. */
    public Outcome verify(Observed observed) throws IOException, InterruptedException {
        Truth truth = simulator.lines("/simulator/truth", Truth::parse);
        boolean truthWhole =
                simulator.get("/simulator/stats").path("truth_dropped").asLong(0) == 0;
        List<String> ids = observed.calls().stream().map(PlacedCall::id).toList();
        List<CheckedCall> checked = new Verifying(api, truth, patience.late(), patience.poll()).check(ids);
        return new Verdict(plan, checked, truth, truthWhole, slots()).outcome(observed);
    }

    /** The slots once none is in use, or when one has been for too long. */
    private JsonNode slots() throws IOException, InterruptedException {
        long since = System.nanoTime();
        while (true) {
            JsonNode slots = api.get("/api/v1/concurrency");
            boolean free = slots.at("/global/in_use").asInt() == 0;
            if (free || System.nanoTime() - since > patience.late().toNanos()) {
                return slots;
            }
            Thread.sleep(patience.poll().toMillis());
        }
    }
}
