package dev.tandem.launcher.faults.check;

import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** I1. Counted at every accept and every end, in the order of the truth. */
final class WithinLimits implements Invariant {
    private static final String GLOBAL = "";

    @Override
    public String name() {
        return "I1";
    }

    @Override
    public String promise() {
        return "Live calls, global and per tenant, never exceed the limit at any instant.";
    }

    @Override
    public List<Violation> violations(Evidence evidence) {
        Terms terms = evidence.terms();
        Map<String, String> live = new HashMap<>();
        Map<String, Worst> worst = new HashMap<>();
        for (Line line : evidence.history().lines()) {
            if (line.is(Kind.ACCEPT)) {
                String number = line.text("to");
                live.put(line.callId(), number);
                over(worst, GLOBAL, live.size(), terms.globalLimit(), line);
                int ofTenant =
                        (int) live.values().stream().filter(number::equals).count();
                over(worst, number, ofTenant, terms.limitByNumber().getOrDefault(number, 0), line);
            } else if (line.is(Kind.ENDED)) {
                live.remove(line.callId());
            }
        }
        List<Violation> violations = new ArrayList<>();
        worst.forEach((number, moment) -> violations.add(Violation.shown(
                name(),
                moment.accept().callId(),
                "%d calls were live%s, %d over the limit of %d, at %d ms"
                        .formatted(
                                moment.live(),
                                number.equals(GLOBAL) ? "" : " at " + number,
                                moment.live() - moment.limit(),
                                moment.limit(),
                                moment.accept().tMs()),
                List.of(moment.accept()))));
        return violations;
    }

    private static void over(Map<String, Worst> worst, String whose, int live, int limit, Line accept) {
        if (live > limit) {
            worst.merge(whose, new Worst(live, limit, accept), (a, b) -> b.live() > a.live() ? b : a);
        }
    }

    private record Worst(int live, int limit, Line accept) {}
}
