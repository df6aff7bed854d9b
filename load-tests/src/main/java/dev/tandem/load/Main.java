package dev.tandem.load;

import dev.tandem.load.closing.Outcome;
import dev.tandem.load.plan.Plan;
import dev.tandem.load.report.GatlingOutput;
import dev.tandem.load.report.LoadReport;
import dev.tandem.load.report.ReportText;
import io.gatling.app.Gatling$;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.prefs.Preferences;

/** Runs the simulation of a plan with Gatling, then gives the verdict. */
public final class Main {
    private static final int GREEN = 0;
    private static final int CANNOT = 1;
    private static final int RED = 2;

    private Main() {}

    /** Exit codes: 0 everything holds, 1 it could not be run, 2 something does not hold. */
    public static void main(String[] arguments) {
        System.exit(run());
    }

    private static int run() {
        if (Boolean.getBoolean("tandem.load.end-with-parent")) {
            Thread.ofPlatform().daemon().name("parent").start(Main::endWithParent);
        }
        try {
            Run run = Run.current();
            askNobodyForNewVersions(run.plan().folder());
            String[] gatling = {
                "--simulation",
                "dev.tandem.load.simulation." + run.plan().simulation(),
                "--results-folder",
                run.plan().folder().toString()
            };
            GatlingOutput output = GatlingOutput.of(() -> Gatling$.MODULE$.fromArgs(gatling));
            Optional<Outcome> outcome = run.outcome();
            return outcome.isPresent() ? verdict(run.plan(), outcome.get(), output) : CANNOT;
        } catch (Exception e) {
            // Gatling wraps what its simulations throw.
            Throwable reason = e.getCause() == null ? e : e.getCause();
            System.err.println("load: " + (reason.getMessage() == null ? reason : reason.getMessage()));
            return CANNOT;
        }
    }

    /** Standard input is a pipe of whoever started us, who holds it open. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said there.
            }
        } catch (IOException gone) {
            // So is the parent.
        }
        Runtime.getRuntime().halt(CANNOT);
    }

    private static int verdict(Plan plan, Outcome outcome, GatlingOutput gatling) throws IOException {
        Path pages = GatlingOutput.pages(plan.folder());
        boolean green = gatling.exitCode() == 0 && outcome.green();
        String text = ReportText.of(plan, outcome, gatling.assertions(), green);
        Files.writeString(
                pages.resolve("load.json"),
                LoadReport.json(plan, outcome, gatling.assertions(), green).toPrettyString() + "\n");
        Files.writeString(pages.resolve("load.txt"), text);
        System.out.println();
        System.out.print(text);
        System.out.println("Report: " + pages.resolve("index.html") + ", load.txt and load.json beside it");
        return green ? GREEN : RED;
    }

    /** Gatling looks for a newer Gatling on the internet unless it remembers having done so; it remembers in this run's folder. */
    private static void askNobodyForNewVersions(Path folder) {
        Logger.getLogger("java.util.prefs").setLevel(Level.WARNING);
        System.setProperty("java.util.prefs.userRoot", folder.resolve("prefs").toString());
        Preferences memory = Preferences.userRoot().node("/io/gatling/latestVersion");
        memory.putLong("lastCheckTimestamp", System.currentTimeMillis());
        memory.putBoolean("lastCheckSuccess", true);
    }
}
