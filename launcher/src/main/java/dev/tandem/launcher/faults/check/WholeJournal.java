package dev.tandem.launcher.faults.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** I9. Also: no writer writes again after another one took over. */
final class WholeJournal implements Invariant {
    @Override
    public String name() {
        return "I9";
    }

    @Override
    public String promise() {
        return "No (persistence id, sequence number) is there twice, and none is missing.";
    }

    @Override
    public List<Violation> violations(Evidence evidence) {
        List<Violation> violations = new ArrayList<>();
        Map<String, List<Journal.Row>> byId = new LinkedHashMap<>();
        evidence.journal()
                .rows()
                .forEach(row -> byId.computeIfAbsent(row.persistenceId(), id -> new ArrayList<>())
                        .add(row));
        byId.forEach(
                (id, rows) -> judge(id, rows, evidence.journal().deletedTo().getOrDefault(id, 0L), violations));
        return violations;
    }

    private void judge(String id, List<Journal.Row> rows, long deletedTo, List<Violation> violations) {
        long last = deletedTo;
        Journal.Row before = null;
        Set<String> replaced = new HashSet<>();
        for (Journal.Row row : rows) {
            if (row.sequenceNr() <= deletedTo) {
                continue;
            }
            if (row.sequenceNr() == last) {
                add(violations, id, "has the sequence number " + last + " twice", before, row);
            } else if (row.sequenceNr() != last + 1) {
                add(violations, id, "misses the sequence numbers from " + (last + 1), before, row);
            }
            if (before != null && !before.writer().equals(row.writer())) {
                replaced.add(before.writer());
            }
            if (replaced.contains(row.writer())) {
                add(violations, id, "was written to by an earlier writer at " + row.sequenceNr(), before, row);
                replaced.remove(row.writer());
            }
            last = row.sequenceNr();
            before = row;
        }
    }

    private void add(List<Violation> violations, String id, String what, Journal.Row before, Journal.Row row) {
        violations.add(new Violation(
                name(), "", id + " " + what, before == null ? List.of("" + row) : List.of("" + before, "" + row)));
    }
}
