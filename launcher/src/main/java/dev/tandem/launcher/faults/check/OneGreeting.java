package dev.tandem.launcher.faults.check;

import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import java.util.ArrayList;
import java.util.List;

/** I5. */
final class OneGreeting implements Invariant {
    @Override
    public String name() {
        return "I5";
    }

    @Override
    public String promise() {
        return "At most one greeting per call.";
    }

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> violations = new ArrayList<>();
        for (CallHistory call : evidence.history().calls()) {
            int greetings = call.of(Kind.GREETING).size();
            if (greetings > 1) {
                violations.add(Violation.shown(
                        name(), call.id(), "was greeted " + greetings + " times", call.of(Kind.GREETING)));
            }
        }
        return violations;
    }
}
