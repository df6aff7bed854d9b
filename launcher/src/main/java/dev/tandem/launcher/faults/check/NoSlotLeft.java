package dev.tandem.launcher.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.launcher.faults.truth.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** I2. By what the nodes say, and by admission's journal: whoever was accepted was given a slot, and has given it back. */
final class NoSlotLeft implements Invariant {
    @Override
    public String name() {
        return "I2";
    }

    @Override
    public String promise() {
        return "After quiescence no slot is held.";
    }

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> violations = new ArrayList<>();
        for (JsonNode told : evidence.concurrency()) {
            if (told.path("global").path("in_use").asInt(-1) != 0) {
                violations.add(new Violation(
                        name(), "", "slots are held after everything has ended", List.of(told.toString())));
            }
        }
        Map<String, Journal.Row> held = new LinkedHashMap<>();
        Set<String> given = new HashSet<>();
        for (Journal.Row row : evidence.journal().of(Journal.ADMISSION)) {
            row.freed().forEach(held::remove);
            row.reserved().forEach(callId -> held.put(callId, row));
            given.addAll(row.reserved());
        }
        held.forEach((callId, row) -> violations.add(new Violation(
                name(),
                callId,
                "admission's journal reserves a slot at " + row.sequenceNr() + " and never frees it",
                List.of(row.toString()))));
        if (!evidence.journal().deletedTo().containsKey(Journal.ADMISSION)) {
            evidence.history().calls().stream()
                    .filter(call -> call.first(Kind.ACCEPT).isPresent() && !given.contains(call.id()))
                    .forEach(call -> violations.add(
                            Violation.told(name(), call.id(), "was accepted without a slot in admission's journal")));
        }
        return violations;
    }
}
