package dev.tandem.launcher.faults;

import dev.tandem.launcher.faults.scenario.Scenario;
import dev.tandem.launcher.faults.scenario.Scenarios;
import dev.tandem.launcher.faults.scenario.Variant;
import dev.tandem.launcher.faults.schedule.Schedule;
import dev.tandem.launcher.faults.wrong.WrongBuild;
import dev.tandem.launcher.faults.wrong.WrongBuilds;
import dev.tandem.launcher.stage.Machine;
import dev.tandem.launcher.stage.OnlyOne;
import dev.tandem.launcher.stage.Stage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tandem faults}: breaks a cluster on purpose and judges it by the simulator's history. */
@Command(
        name = "faults",
        sortOptions = false,
        description = {
            "Starts Cassandra, a simulator and three nodes; kills, pauses, cuts off and replaces them under calls;",
            "then holds what the simulator wrote down against the nine promises. Needs no keys. --list names the scenarios."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every promise was kept", "1:one was broken, or something did not start", "2:wrong arguments"
        })
public final class FaultsCommand implements Callable<Integer> {
    private static final int SEEDS = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "all",
            description = "Which one, or several with commas between, or all (the default).")
    private List<String> names;

    @Option(names = "--list", description = "Names the scenarios and ends.")
    private boolean list;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "1", description = "How often (default 1).")
    private int rounds;

    @Option(names = "--seed", paramLabel = "S", description = "Of the first round (default another one each time).")
    private Long seed;

    @Option(
            names = "--second-chance",
            description = {
                "Plays a scenario that broke a promise once more, the same faults; the second play counts.",
                "Not for I1, I3, I5, I9, which no slow machine can break."
            })
    private boolean secondChance;

    @Option(names = "--long", description = "Far more faults: hours in all.")
    private boolean whole;

    @Option(
            names = "--schedule",
            paramLabel = "FILE",
            description = "Plays the faults of this file, as an earlier run wrote it.")
    private Path schedule;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "How many nodes (default 3).")
    private int nodes;

    @Option(
            names = "--wrong-builds",
            paramLabel = "NAME",
            arity = "0..1",
            fallbackValue = "all",
            description =
                    "Makes builds that lack a safeguard, or the one of this name, and sees whether the suite notices.")
    private String wrongBuilds;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the verdicts as JSON.")
    private Path report;

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            Scenarios.ALL.forEach(scenario -> System.out.printf("  %-16s %s%n", scenario.name(), scenario.sentence()));
            return 0;
        }
        require(rounds >= 1 && rounds <= 1_000, "--rounds takes a number from 1 to 1000");
        require(nodes >= 3 && nodes <= 9, "--nodes takes a number from 3 to 9");
        Path home = Stage.home();
        FaultOptions options = options(home);
        Machine.requireMemory(Path.of("/proc/meminfo"), nodes);
        if (wrongBuilds != null) {
            List<WrongBuild> builds = WrongBuild.named(wrongBuilds);
            return OnlyOne.of(home, "faults", () -> new WrongBuilds(home, System.out).run(builds) ? 0 : 1);
        }
        return OnlyOne.of(home, "faults", () -> run(home, options));
    }

    private static int run(Path home, FaultOptions options) throws InterruptedException {
        Suite suite = new Suite(home, options, System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(suite::close));
        try (suite) {
            return suite.run() ? 0 : 1;
        }
    }

    private FaultOptions options(Path home) {
        List<Schedule> planned = schedule == null ? List.of() : Schedule.read(schedule);
        List<Scenario> scenarios = names.stream()
                .flatMap(name -> Scenarios.named(name).stream())
                .filter(scenario -> planned.isEmpty()
                        || !names.equals(List.of("all"))
                        || planned.stream().anyMatch(one -> one.scenario().equals(scenario.name())))
                .distinct()
                .toList();
        return new FaultOptions(
                scenarios,
                nodes,
                rounds,
                seed != null ? seed : new SecureRandom().nextInt(SEEDS),
                whole ? Variant.LONG : Variant.CI,
                planned,
                secondChance,
                Optional.ofNullable(report),
                home.resolve("run/faults/schedule.json"));
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
