package dev.tandem.launcher.faults.report;

import dev.tandem.launcher.faults.check.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Verdicts for people. */
public final class VerdictText {
    private static final int SHOWN = 2;

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
        verdict.violations().stream()
                .collect(Collectors.groupingBy(VerdictText::sort, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(alike -> append(text, alike));
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

    /** Those that differ in numbers and names only. */
    private static String sort(Violation violation) {
        return violation.promise() + violation.what().replaceAll("item_\\w+|\\d+", "#");
    }

    private static void append(StringBuilder text, List<Violation> alike) {
        alike.stream().limit(SHOWN).forEach(violation -> append(text, violation));
        if (alike.size() > SHOWN) {
            text.append("    and %d more like it%n".formatted(alike.size() - SHOWN));
        }
    }

    private static void append(StringBuilder text, Violation violation) {
        text.append("    ").append(violation.text()).append(System.lineSeparator());
        violation
                .evidence()
                .forEach(line -> text.append("        ").append(line).append(System.lineSeparator()));
    }
}
