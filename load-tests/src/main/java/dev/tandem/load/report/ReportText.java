package dev.tandem.load.report;

import dev.tandem.load.closing.Finding;
import dev.tandem.load.closing.Outcome;
import dev.tandem.load.plan.Plan;
import dev.tandem.load.report.GatlingOutput.Asserted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run for people. */
public final class ReportText {
    private ReportText() {}

    /** Figures, then what must hold, then the verdict in one word. */
    public static String of(Plan plan, Outcome outcome, List<Asserted> assertions, boolean green) {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%s: %d calls, %s/s, %d node%s, %.0f s",
                plan.simulation(),
                outcome.placed(),
                number(plan.rate()),
                plan.nodes().size(),
                plan.nodes().size() == 1 ? "" : "s",
                outcome.seconds()));
        lines.add(text(
                "%d right, %d wrong, %d refused%s; success %.2f %%; at most %d live",
                outcome.right(),
                outcome.wrong(),
                outcome.refused().values().stream().mapToInt(Integer::intValue).sum(),
                outcome.refused().isEmpty() ? "" : " " + outcome.refused(),
                outcome.successPercent(),
                outcome.mostLive()));
        times(outcome, lines);
        processes(outcome, lines);
        findings(outcome, assertions, lines);
        lines.add("");
        lines.add(green ? "GREEN" : "RED");
        return String.join("\n", lines) + "\n";
    }

    private static void times(Outcome outcome, List<String> lines) {
        lines.add("");
        lines.add(text(
                "%-36s %8s %8s %8s %8s %8s %8s",
                text("ms (+-%.1f against the truth)", outcome.clockErrorMs()),
                "count",
                "p50",
                "p95",
                "p99",
                "p99.9",
                "max"));
        outcome.times()
                .forEach((name, times) -> lines.add(text(
                        "  %-34s %8d %8.1f %8.1f %8.1f %8.1f %8.1f",
                        name, times.count(), times.at(50), times.at(95), times.at(99), times.at(99.9), times.max())));
    }

    private static void processes(Outcome outcome, List<String> lines) {
        lines.add("");
        lines.add(text(
                "%-20s %8s %8s %8s %8s %10s  %s", "processes", "CPU s", "cores", "RSS MB", "peak MB", "heap MB", "by"));
        outcome.consumptions()
                .forEach(used -> lines.add(text(
                        "  %-18s %8.1f %8.2f %8s %8s %10s  %s",
                        used.name(),
                        used.cpuSeconds(),
                        used.cores(),
                        whole(used.rssMb()),
                        whole(used.peakRssMb()),
                        whole(used.heapAfterGcMb()),
                        used.source())));
    }

    private static void findings(Outcome outcome, List<Asserted> assertions, List<String> lines) {
        lines.add("");
        for (Finding finding : outcome.findings()) {
            lines.add(mark(finding.holds()) + finding.claim() + ": " + finding.actual());
            finding.examples().forEach(example -> lines.add("       " + example));
        }
        assertions.forEach(asserted -> lines.add(mark(asserted.holds()) + asserted.claim() + ": " + asserted.actual()));
    }

    private static String mark(boolean holds) {
        return holds ? "  ok   " : "  RED  ";
    }

    private static String whole(double value) {
        return Double.isNaN(value) ? "-" : text("%.0f", value);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? text("%.0f", value) : text("%s", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
