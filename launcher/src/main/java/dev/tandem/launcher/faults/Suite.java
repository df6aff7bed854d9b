package dev.tandem.launcher.faults;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.faults.arena.Arena;
import dev.tandem.launcher.faults.arena.StageAlterations;
import dev.tandem.launcher.faults.check.Checker;
import dev.tandem.launcher.faults.check.Violation;
import dev.tandem.launcher.faults.report.Findings;
import dev.tandem.launcher.faults.report.ReportFile;
import dev.tandem.launcher.faults.report.Verdict;
import dev.tandem.launcher.faults.report.VerdictText;
import dev.tandem.launcher.faults.scenario.Play;
import dev.tandem.launcher.faults.scenario.Scenario;
import dev.tandem.launcher.faults.schedule.Schedule;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Plays scenarios one after the other on one stage, as long as they can share it, and judges each. */
final class Suite implements AutoCloseable {
    private final Path home;
    private final FaultOptions options;
    private final PrintStream out;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Schedule> schedules = new ArrayList<>();
    private Optional<Arena> arena = Optional.empty();
    private StageAlterations alterations = StageAlterations.NONE;
    private boolean kept = true;
    private boolean closed;

    Suite(Path home, FaultOptions options, PrintStream out) {
        this.home = home;
        this.options = options;
        this.out = out;
    }

    /** Plays all; whether every promise was kept, where a second chance is given at the second play. */
    boolean run() throws InterruptedException {
        for (int round = 1; round <= options.rounds(); round++) {
            for (Scenario scenario : options.scenarios()) {
                out.println();
                out.println(scenario.name() + ": " + scenario.sentence());
                Optional<String> why = scenario.unplayable(options.variant());
                if (why.isPresent()) {
                    out.println("  skipped: " + why.get());
                    continue;
                }
                Schedule schedule = options.schedule(scenario, round);
                out.println("  seed " + schedule.seed() + "; " + schedule.text());
                Verdict verdict = play(scenario, schedule, round);
                if (options.secondChance() && verdict.mayBeTheMachine()) {
                    add(verdict, true);
                    out.println("  once more, with the same faults and nodes of its own:");
                    leaveStage();
                    verdict = play(scenario, schedule, round);
                }
                add(verdict, verdict.passed());
            }
        }
        out.println();
        out.println(VerdictText.table(verdicts));
        out.println("  The schedules, to be played again by --schedule: " + options.schedulesOut());
        return kept;
    }

    private void add(Verdict verdict, boolean good) {
        kept &= good;
        verdicts.add(verdict);
        schedules.add(verdict.schedule());
        out.println(VerdictText.of(verdict));
        Schedule.write(schedules, options.schedulesOut());
        options.report().ifPresent(file -> ReportFile.write(verdicts, kept, file));
    }

    private Verdict play(Scenario scenario, Schedule schedule, int round) throws InterruptedException {
        long since = System.nanoTime();
        Findings findings = new Findings(scenario.name());
        List<Violation> violations = new ArrayList<>();
        try {
            Arena stage = stageFor(scenario);
            since = System.nanoTime();
            stage.begin(scenario.name());
            try {
                scenario.play(stage, new Play(schedule, options.variant(), findings));
            } catch (IOException | Unable unfinished) {
                // What was seen until then is judged all the same.
                violations.add(broken(scenario, unfinished));
            }
            violations.addAll(Checker.check(stage.comeToRest()));
            stage.unexpectedEnds().forEach(end -> violations.add(Violation.told(scenario.name(), "", end)));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            violations.add(broken(scenario, e));
            leaveStage();
        }
        violations.addAll(0, findings.violations());
        return new Verdict(
                scenario.name(),
                round,
                options.variant().name().toLowerCase(Locale.ROOT),
                (System.nanoTime() - since) / 1e9,
                schedule,
                findings.figures(),
                violations);
    }

    private static Violation broken(Scenario scenario, Exception why) {
        return Violation.told(scenario.name(), "", "could not be played to its end: " + why);
    }

    private Arena stageFor(Scenario scenario) throws InterruptedException {
        if (arena.isPresent() && !alterations.allow(scenario.alterations())) {
            leaveStage();
        }
        if (arena.isEmpty()) {
            alterations = scenario.alterations().orCuttable(cuttable());
            Arena opened = Arena.open(home, options.nodes(), scenario.house(), alterations, out);
            synchronized (this) {
                arena = Optional.of(opened);
                if (closed) {
                    opened.close();
                    throw new Unable("Everything is being stopped.");
                }
            }
        }
        arena.get().ready(scenario.house());
        return arena.get();
    }

    /** A network that can be cut costs the others nothing, and spares them another stage. */
    private boolean cuttable() {
        return options.scenarios().stream()
                .anyMatch(scenario -> scenario.alterations().cuttable());
    }

    private synchronized void leaveStage() {
        arena.ifPresent(Arena::close);
        arena = Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        leaveStage();
    }
}
