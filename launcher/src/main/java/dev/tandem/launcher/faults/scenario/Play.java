package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.report.Findings;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.util.Random;

/**
 * One play of a scenario.
 *
 * @param schedule what goes wrong and when
 * @param findings what it measures, and what it expected and did not see
 */
public record Play(Schedule schedule, Variant variant, Findings findings) {
    /** What is left to chance beside the schedule; the same for the same seed. */
    public Random random() {
        return new Random(schedule.seed());
    }
}
