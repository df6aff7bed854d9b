package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.Unable;
import java.util.List;
import java.util.stream.Collectors;

/** All of them, in the order in which they are played: those of one house together. */
public final class Scenarios {
    /** Every row of the table of faults has at least one. */
    public static final List<Scenario> ALL = List.of(
            new NodeKill(),
            new SidebandLoss(),
            new ProviderFaults(),
            new MalformedInputs(),
            new Roll(),
            new JournalOutage(JournalFault.STOP),
            new JournalOutage(JournalFault.KILL),
            new JournalOutage(JournalFault.PAUSE),
            new Partition(),
            new ClusterKill(),
            new ClockAhead(),
            new Soak(),
            new SingletonKill(),
            new SingletonPause(),
            new JournalOutage(JournalFault.DISK_FULL));

    private Scenarios() {}

    /** The one of this name, or all of them for {@code all}. */
    public static List<Scenario> named(String name) {
        if (name.equals("all")) {
            return ALL;
        }
        List<Scenario> found =
                ALL.stream().filter(scenario -> scenario.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw new Unable("there is no scenario " + name + "; there are all, "
                    + ALL.stream().map(Scenario::name).collect(Collectors.joining(", ")));
        }
        return found;
    }
}
