package dev.tandem.launcher.faults.check;

import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import java.util.ArrayList;
import java.util.List;

/** I3. A second one that the provider turned away counts too: it was sent. */
final class OneAccept implements Invariant {
    private static final String SECOND = "call_already_accepted";

    @Override
    public String name() {
        return "I3";
    }

    @Override
    public String promise() {
        return "At most one accept per call.";
    }

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> violations = new ArrayList<>();
        for (CallHistory call : evidence.history().calls()) {
            List<Line> accepts = new ArrayList<>(call.of(Kind.ACCEPT));
            call.of(Kind.ACCEPT_REFUSED).stream()
                    .filter(line -> line.text("reason").equals(SECOND))
                    .forEach(accepts::add);
            if (accepts.size() > 1) {
                violations.add(
                        Violation.shown(name(), call.id(), "was accepted " + accepts.size() + " times", accepts));
            }
        }
        return violations;
    }
}
