package dev.tandem.launcher.faults.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.launcher.Unable;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes each wrong build in a scratch copy and plays the scenario there that must notice. */
public final class WrongBuilds {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> BUILT = Map.of("TANDEM_BUILT", "true");
    private static final Map<String, String> NOTHING = Map.of();

    private final Path home;
    private final PrintStream out;

    /** Of the repository at this place. */
    public WrongBuilds(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** Whether the suite reported what it must of each. */
    public boolean run(List<WrongBuild> builds) throws InterruptedException {
        boolean all = true;
        for (WrongBuild build : builds) {
            String seen = seen(build);
            out.printf("%-16s %s%n", build.text(), seen);
            all &= seen.startsWith("caught");
        }
        return all;
    }

    private String seen(WrongBuild build) throws InterruptedException {
        Path log = log(build);
        out.printf("%-16s is made in a scratch copy, then plays %s; log: %s%n", build.text(), build.scenario(), log);
        try (ScratchCopy copy = ScratchCopy.of(home)) {
            must(
                    copy,
                    log,
                    NOTHING,
                    List.of("git", "apply", build.patch(copy.home()).toString()),
                    "the patch does not apply");
            must(
                    copy,
                    log,
                    Map.of("JAVA_HOME", System.getProperty("java.home")),
                    List.of(
                            "./mvnw",
                            "-B",
                            "-ntp",
                            "-q",
                            "-o",
                            "-DskipTests",
                            "-Dspotless.check.skip",
                            "-pl",
                            "cluster-node",
                            "-am",
                            "package"),
                    "the build failed");
            copy.run(log, BUILT, suite(build, copy));
            return verdict(build, copy.home().resolve("report.json"), log);
        }
    }

    private static List<String> suite(WrongBuild build, ScratchCopy copy) {
        List<String> command = new ArrayList<>(List.of(
                "./tandem", "faults", "--scenario", build.scenario(), "--seed", "1", "--report", "report.json"));
        if (!build.schedule().isEmpty()) {
            Path file = copy.home().resolve("schedule.json");
            Schedule.write(build.schedule(), file);
            command.addAll(List.of("--schedule", file.toString()));
        }
        return command;
    }

    private static void must(
            ScratchCopy copy, Path log, Map<String, String> environment, List<String> command, String otherwise)
            throws InterruptedException {
        if (copy.run(log, environment, command) != 0) {
            throw new Unable(otherwise + "; see " + log);
        }
    }

    private static String verdict(WrongBuild build, Path report, Path log) {
        try {
            for (JsonNode violation : JSON.readTree(report.toFile()).at("/verdicts/0/violations")) {
                if (build.promises().contains(violation.path("promise").asText())) {
                    return "caught: " + violation.path("promise").asText() + " "
                            + violation.path("callId").asText() + ": "
                            + violation.path("what").asText();
                }
            }
            return "NOT CAUGHT: none of " + build.promises() + " was reported; see " + log;
        } catch (IOException e) {
            return "NOT CAUGHT: the suite left no report (" + e.getMessage() + "); see " + log;
        }
    }

    private Path log(WrongBuild build) {
        try {
            Path log =
                    Files.createDirectories(home.resolve("run/faults")).resolve("wrong-build-" + build.text() + ".log");
            Files.deleteIfExists(log);
            return log;
        } catch (IOException e) {
            throw new Unable("There is no room for the log: " + e.getMessage(), e);
        }
    }
}
