package dev.tandem.launcher.faults.report;

import dev.tandem.launcher.faults.check.Violation;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of one play of a scenario.
 *
 * @param scenario its name
 * @param round from 1
 * @param variant ci or long
 * @param seconds it took
 * @param schedule its faults, with the seed
 * @param figures what it measured
 * @param violations empty when every promise was kept
 */
public record Verdict(
        String scenario,
        int round,
        String variant,
        double seconds,
        Schedule schedule,
        Map<String, Object> figures,
        List<Violation> violations) {
    /** More calls than allowed, a second accept, a second greeting, two writers: no clock decides these. */
    private static final Set<String> NO_CLOCK = Set.of("I1", "I3", "I5", "I9");

    /** Whether every promise was kept. */
    public boolean passed() {
        return violations.isEmpty();
    }

    /** Whether a promise was broken, and only such as a machine without time for us could have broken. */
    public boolean mayBeTheMachine() {
        return !passed() && violations.stream().noneMatch(broken -> NO_CLOCK.contains(broken.promise()));
    }
}
