package dev.tandem.load.closing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.load.measure.Percentiles;
import dev.tandem.load.plan.Plan;
import dev.tandem.load.truth.CheckedCall;
import dev.tandem.load.truth.CheckedCall.Fate;
import dev.tandem.load.truth.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What must hold of a run, and whether it did. */
final class Verdict {
    private final Plan plan;
    private final List<CheckedCall> calls;
    private final Truth truth;
    private final boolean truthWhole;
    private final JsonNode slots;

    private int right;
    private int refusedByLimit;
    private final Map<String, Integer> refused = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> notOnce = new ArrayList<>();
    private final List<String> transcripts = new ArrayList<>();

    Verdict(Plan plan, List<CheckedCall> calls, Truth truth, boolean truthWhole, JsonNode slots) {
        this.plan = plan;
        this.calls = calls;
        this.truth = truth;
        this.truthWhole = truthWhole;
        this.slots = slots;
        calls.forEach(this::count);
    }

    Outcome outcome(Observed observed) {
        Map<String, Percentiles> times = Times.of(observed, truth);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of(
                "all calls of the plan were placed",
                calls.size() == plan.calls(),
                calls.size() + " of " + plan.calls()));
        findings.add(Finding.of(
                "the simulator remembers the whole run", truthWhole, truthWhole ? "it does" : "it has dropped lines"));
        findings.add(Finding.none("accepted and greeted exactly once", notOnce, right + " calls were"));
        findings.add(Finding.none("transcripts equal what was said", transcripts, "all do"));
        findings.add(limits());
        findings.add(Finding.of(
                "no slot is left behind",
                slots.at("/global/in_use").asInt(-1) == 0,
                slots.at("/global/in_use").asText("unknown") + " in use"));
        findings.add(success());
        findings.add(webhooks(times.get(Times.WEBHOOK_ANSWERED)));
        return new Outcome(
                observed.seconds(),
                calls.size(),
                right,
                refused,
                wrong.size(),
                successPercent(),
                truth.mostLive(id -> true),
                times,
                observed.clock().errorMs(),
                observed.consumptions(),
                List.copyOf(findings));
    }

    private void count(CheckedCall call) {
        switch (call.fate()) {
            case Fate.Right() -> right++;
            case Fate.Refused(String reason, boolean byLimit) -> {
                refused.merge(reason, 1, Integer::sum);
                refusedByLimit += byLimit ? 1 : 0;
            }
            case Fate.Wrong(List<String> faults) -> wrong.add(call.id() + " " + String.join(", ", faults));
        }
        call.onceFaults().forEach(fault -> notOnce.add(call.id() + " " + fault));
        call.transcriptFaults().forEach(fault -> transcripts.add(call.id() + " " + fault));
    }

    private Finding success() {
        double percent = successPercent();
        boolean reached = percent >= plan.goals().successPercent();
        return new Finding(
                "success at least " + plan.goals().successPercent() + " %",
                reached,
                String.format(Locale.ROOT, "%.2f %%", percent),
                reached ? List.of() : wrong.stream().limit(5).toList());
    }

    private double successPercent() {
        int wanted = calls.size() - (plan.refusalsExpected() ? refusedByLimit : 0);
        return wanted == 0 ? 0 : 100.0 * right / wanted;
    }

    private Finding webhooks(Percentiles answered) {
        double p99 = answered == null ? Double.POSITIVE_INFINITY : answered.at(99);
        return Finding.of(
                "webhooks answered within " + plan.goals().webhookP99Ms() + " ms at p99",
                p99 <= plan.goals().webhookP99Ms(),
                String.format(Locale.ROOT, "%.1f ms", p99));
    }

    /** By the truth's clock, over all calls that anybody placed: limits are the cluster's. */
    private Finding limits() {
        List<String> breaches = new ArrayList<>();
        int global = slots.at("/global/limit").asInt(0);
        int most = truth.mostLive(id -> true);
        if (most > global) {
            breaches.add(most + " calls were live where " + global + " may");
        }
        Map<String, String> tenants = new HashMap<>();
        calls.forEach(call -> tenants.put(call.id(), call.shown().tenant()));
        for (JsonNode tenant : slots.path("tenants")) {
            String name = tenant.path("tenant").asText();
            int limit = tenant.path("limit").asInt();
            int live = truth.mostLive(id -> name.equals(tenants.get(id)));
            if (live > limit) {
                breaches.add(live + " calls of " + name + " were live where " + limit + " may");
            }
        }
        return Finding.none("limits never exceeded", breaches, "at most " + most + " live of " + global);
    }
}
