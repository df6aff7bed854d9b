package dev.tandem.launcher.demo;

import dev.tandem.launcher.stage.Limits;
import dev.tandem.launcher.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tandem demo}: everything on this machine, and calls that it answers. */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "Starts Cassandra, a simulator of OpenAI and its callers, and one node or several; plays calls with the words as they fall;",
            "then checks every transcript against what was really said. Needs no keys."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every call is right", "1:one is not, or something did not start", "2:wrong arguments"})
public final class DemoCommand implements Callable<Integer> {
    private static final Set<String> SWITCHES = Set.of("late", "reorder", "duplicate", "interrupt", "non-ascii");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many nodes answer them as one cluster (default 1).")
    private int nodes;

    @Option(names = "--calls", paramLabel = "N", defaultValue = "5", description = "How many calls (default 5).")
    private int calls;

    @Option(
            names = "--parallel",
            paramLabel = "P",
            defaultValue = "5",
            description = "At most so many at a time (default 5).")
    private int parallel;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "4",
            description = "So many times faster than people talk (default 4).")
    private double speed;

    @Option(
            names = "--dialogues",
            paramLabel = "FILE",
            description = "Plays the conversations of this file (JSON lines) in place of the built-in ones.")
    private Path dialogues;

    @Option(
            names = "--switch",
            paramLabel = "NAME",
            description = "Makes the simulator difficult, repeatable: late, reorder, duplicate, interrupt, non-ascii.")
    private List<String> switches = new ArrayList<>();

    @Option(
            names = "--limits",
            paramLabel = "GLOBAL,PER_TENANT",
            description = "Admits only so many calls at a time; refused calls are then right too.")
    private String limits;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the result as JSON.")
    private Path report;

    @Option(names = "--any-ports", description = "Takes any free ports instead of the documented ones.")
    private boolean anyPorts;

    @Option(names = "--exit", description = "Ends after the calls instead of staying until Ctrl-C.")
    private boolean exit;

    @Override
    public Integer call() throws InterruptedException {
        DemoOptions options = options();
        return new Demo(options, Stage.home(), Boolean.getBoolean("tandem.terminal"), System.out).run();
    }

    private DemoOptions options() {
        require(nodes >= 1 && nodes <= 9, "--nodes takes a number from 1 to 9");
        require(calls >= 1 && calls <= 100_000, "--calls takes a number from 1 to 100000");
        require(parallel >= 1 && parallel <= 1_000, "--parallel takes a number from 1 to 1000");
        require(speed > 0 && speed <= 1_000, "--speed takes a number above 0, at most 1000");
        require(
                dialogues == null || Files.isReadable(dialogues),
                "--dialogues: there is no readable file " + dialogues);
        List<String> names =
                switches.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        names.forEach(name -> require(
                SWITCHES.contains(name),
                "--switch takes one of "
                        + String.join(", ", SWITCHES.stream().sorted().toList())));
        return new DemoOptions(
                nodes,
                calls,
                parallel,
                speed,
                Optional.ofNullable(dialogues),
                names,
                admission(),
                Optional.ofNullable(report),
                anyPorts,
                exit);
    }

    private Optional<Limits> admission() {
        Optional<Limits> numbers = Optional.ofNullable(limits).flatMap(Limits::parse);
        require(limits == null || numbers.isPresent(), "--limits takes two numbers, such as 5,3");
        return numbers;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
