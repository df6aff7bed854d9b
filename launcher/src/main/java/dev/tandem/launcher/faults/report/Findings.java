package dev.tandem.launcher.faults.report;

import dev.tandem.launcher.faults.check.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a scenario measured, and what it itself expected and did not see. Safe to fill from several threads. */
public final class Findings {
    private final String scenario;
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    /** Of one play. */
    public Findings(String scenario) {
        this.scenario = scenario;
    }

    /** A number or a short text under a snake_case name. */
    public synchronized Findings figure(String name, Object value) {
        figures.put(name, value);
        return this;
    }

    /** What must be so; else the sentence becomes a violation. */
    public synchronized void require(boolean holds, String otherwise) {
        if (!holds) {
            violations.add(Violation.told(scenario, "", otherwise));
        }
    }

    /** What must be so of one call. */
    public synchronized void require(boolean holds, String callId, String otherwise) {
        if (!holds) {
            violations.add(Violation.told(scenario, callId, otherwise));
        }
    }

    /** What the checker found in a part of the play. */
    public synchronized void add(List<Violation> found) {
        violations.addAll(found);
    }

    /** In the order in which they came. */
    public synchronized Map<String, Object> figures() {
        return new LinkedHashMap<>(figures);
    }

    /** In the order in which they came. */
    public synchronized List<Violation> violations() {
        return List.copyOf(violations);
    }
}
