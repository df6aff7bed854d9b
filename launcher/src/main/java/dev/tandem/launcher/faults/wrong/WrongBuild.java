package dev.tandem.launcher.faults.wrong;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.faults.schedule.Act;
import dev.tandem.launcher.faults.schedule.Fault;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A safeguard taken out, the scenario that must notice, and the promises of which at least one must be reported as broken. */
public enum WrongBuild {
    /** A node that slept or was cut off goes on deciding and acting. */
    FENCE(
            "singleton-pause",
            Set.of("I1", "I3", "I5", "I9", "singleton-pause"),
            Fault.lasting(Duration.ZERO, Act.PAUSE, Fault.SINGLETON, Duration.ofSeconds(40))),

    /** Nobody asks the holders of slots whether they still need them. */
    ROLL_CALL(
            "singleton-kill",
            Set.of("I2"),
            Fault.lasting(Duration.ofSeconds(8), Act.KILL, Fault.SINGLETON, Duration.ZERO)),

    /** Every attempt of a tool has a key of its own. */
    IDEMPOTENCY_KEY("node-kill", Set.of("I4"), Fault.of(Duration.ZERO, Act.KILL, 2)),

    /** What a session tells its call is told once and not kept until it is journalled. */
    OUTBOX("journal-stop", Set.of("I6"));

    private static final String PATCHES = "launcher/src/faults/wrong-builds";
    private static final long SEED = 1;

    private final String scenario;
    private final Set<String> promises;
    private final List<Fault> faults;

    WrongBuild(String scenario, Set<String> promises, Fault... faults) {
        this.scenario = scenario;
        this.promises = promises;
        this.faults = List.of(faults);
    }

    /** One by its name, or all of them. */
    public static List<WrongBuild> named(String name) {
        if (name.equals("all")) {
            return List.of(values());
        }
        return List.of(Arrays.stream(values())
                .filter(build -> build.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new Unable("there is no wrong build " + name + "; there are all, "
                        + Arrays.stream(values()).map(WrongBuild::text).collect(Collectors.joining(", ")))));
    }

    /** As its patch is called. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of the repository at this place. */
    public Path patch(Path home) {
        return home.resolve(PATCHES).resolve(text() + ".patch");
    }

    /** That must notice. */
    public String scenario() {
        return scenario;
    }

    /** Of which at least one must be reported. */
    public Set<String> promises() {
        return promises;
    }

    /** What goes wrong; empty where the scenario's own faults will do. */
    List<Schedule> schedule() {
        return faults.isEmpty() ? List.of() : List.of(new Schedule(scenario, SEED, faults));
    }
}
