package dev.tandem.launcher.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** I2. By what the nodes say, and by admission's journal: whoever was given a slot has given it back. */
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
        for (Journal.Row row : evidence.journal().of(Journal.ADMISSION)) {
            row.freed().forEach(held::remove);
            row.reserved().forEach(callId -> held.put(callId, row));
        }
        held.forEach((callId, row) -> violations.add(new Violation(
                name(),
                callId,
                "admission's journal reserves a slot at " + row.sequenceNr() + " and never frees it",
                List.of(row.toString()))));
        return violations;
    }
}
