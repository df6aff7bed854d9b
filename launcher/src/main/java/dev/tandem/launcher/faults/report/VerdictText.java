package dev.tandem.launcher.faults.report;

import dev.tandem.launcher.faults.check.Violation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Verdicts for people. */
public final class VerdictText {
    private static final int MAX_VIOLATIONS = 20;

    private VerdictText() {}

    /** One line with the figures and the seed, then the violations, each with its evidence. */
    public static String of(Verdict verdict) {
        StringBuilder text = new StringBuilder("%-16s %-6s %6.1f s  seed %d  %s%n"
                .formatted(
                        verdict.scenario(),
                        verdict.passed() ? "ok" : "BROKEN",
                        verdict.seconds(),
                        verdict.schedule().seed(),
                        figures(verdict.figures())));
        verdict.violations().stream().limit(MAX_VIOLATIONS).forEach(violation -> append(text, violation));
        if (verdict.violations().size() > MAX_VIOLATIONS) {
            text.append("    and %d more%n".formatted(verdict.violations().size() - MAX_VIOLATIONS));
        }
        return text.toString().stripTrailing();
    }

    /** The whole run as a table. */
    public static String table(List<Verdict> verdicts) {
        String rows = verdicts.stream()
                .map(verdict -> "  %-16s %-4s %-7s %7.1f s   %d violations"
                        .formatted(
                                verdict.scenario(),
                                verdict.variant(),
                                verdict.passed() ? "ok" : "BROKEN",
                                verdict.seconds(),
                                verdict.violations().size()))
                .collect(Collectors.joining(System.lineSeparator()));
        long broken = verdicts.stream().filter(verdict -> !verdict.passed()).count();
        return rows
                + System.lineSeparator()
                + (broken == 0
                        ? "  Every promise was kept in " + verdicts.size() + " plays."
                        : "  " + broken + " of " + verdicts.size() + " plays broke a promise.");
    }

    private static String figures(Map<String, Object> figures) {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(" "));
    }

    private static void append(StringBuilder text, Violation violation) {
        text.append("    ").append(violation.text()).append(System.lineSeparator());
        violation
                .evidence()
                .forEach(line -> text.append("        ").append(line).append(System.lineSeparator()));
    }
}
