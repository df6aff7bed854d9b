package dev.tandem.launcher.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.check.ObservedCall;
import dev.tandem.launcher.faults.truth.CallHistory;
import dev.tandem.launcher.faults.truth.Kind;
import java.util.ArrayList;
import java.util.List;

/** I8. A call in which nobody was heard has nothing to sum up. */
final class OneSummary implements Invariant {
    @Override
    public String name() {
        return "I8";
    }

    @Override
    public String promise() {
        return "Every ended call has one summary; paid model calls are at most the ended calls and the crashes.";
    }

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> violations = new ArrayList<>();
        long ended = 0;
        for (CallHistory call : evidence.history().calls()) {
            if (call.first(Kind.ACCEPT).isEmpty() || call.first(Kind.ENDED).isEmpty()) {
                continue;
            }
            ended++;
            JsonNode shown = evidence.calls().get(call.id());
            boolean heard = shown != null && !shown.path("transcript").isEmpty();
            if (heard && !ObservedCall.of(shown).summaryState().equals("ready")) {
                String state = ObservedCall.of(shown).summaryState();
                violations.add(Violation.told(
                        name(), call.id(), "ended and its summary is " + (state.isEmpty() ? "absent" : state)));
            }
        }
        long paid = evidence.history().of(Kind.TEXT_REQUEST).size();
        long crashes = Marks.crashes(evidence.history());
        if (paid > ended + crashes) {
            violations.add(Violation.told(
                    name(),
                    "",
                    paid + " model calls were paid for " + ended + " ended calls and " + crashes + " crashes"));
        }
        return violations;
    }
}
