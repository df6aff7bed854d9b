package dev.tandem.launcher.faults;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.faults.scenario.Scenario;
import dev.tandem.launcher.faults.scenario.Variant;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the suite was asked for.
 *
 * @param scenarios in the order of their playing
 * @param rounds how often all of them are played, each time from the next seed on
 * @param seed of the first round
 * @param planned schedules from a file; they win over the scenarios' own
 * @param secondChance whether what the machine may have broken is played once more
 * @param report where the verdicts go
 * @param schedulesOut where the schedules go that were played
 */
record FaultOptions(
        List<Scenario> scenarios,
        int nodes,
        int rounds,
        long seed,
        Variant variant,
        List<Schedule> planned,
        boolean secondChance,
        Optional<Path> report,
        Path schedulesOut) {
    /** What goes wrong in one play: of the file, where there is one, the round's for this scenario. */
    Schedule schedule(Scenario scenario, int round) {
        if (planned.isEmpty()) {
            return scenario.schedule(seed + round - 1, variant);
        }
        List<Schedule> own = planned.stream()
                .filter(schedule -> schedule.scenario().equals(scenario.name()))
                .toList();
        if (own.isEmpty()) {
            throw new Unable("the schedule has no faults for " + scenario.name());
        }
        return own.get((round - 1) % own.size());
    }
}
