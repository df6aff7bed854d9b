package dev.tandem.launcher.faults.report;

import dev.tandem.launcher.faults.check.Violation;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.util.List;
import java.util.Map;

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
    /** Whether every promise was kept. */
    public boolean passed() {
        return violations.isEmpty();
    }
}
