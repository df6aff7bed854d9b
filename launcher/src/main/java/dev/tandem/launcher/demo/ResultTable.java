package dev.tandem.launcher.demo;

import dev.tandem.launcher.check.CheckedCall;
import dev.tandem.launcher.check.ObservedCall;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The calls of a demo as a table for people, and under it what is wrong with those that are not right. */
final class ResultTable {
    private static final List<String> HEADINGS =
            List.of("call", "tenant", "status", "turns", "tools", "duration", "cost", "transcript");
    private static final int FAULTS_SHOWN = 3;

    private ResultTable() {}

    static List<String> lines(List<CheckedCall> calls, boolean refusalsExpected) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        calls.forEach(call -> rows.add(row(call)));
        List<String> lines = new ArrayList<>(aligned(rows));
        for (CheckedCall call : calls) {
            List<String> faults = call.faults(refusalsExpected);
            if (!faults.isEmpty()) {
                String more = faults.size() > FAULTS_SHOWN ? "; and " + (faults.size() - FAULTS_SHOWN) + " more" : "";
                lines.add("Call " + call.call().id() + " "
                        + String.join("; ", faults.subList(0, Math.min(FAULTS_SHOWN, faults.size()))) + more);
            }
        }
        return lines;
    }

    private static List<String> row(CheckedCall checked) {
        ObservedCall call = checked.call();
        return List.of(
                LiveWords.shortId(call.id()),
                call.tenant().isEmpty() ? "-" : call.tenant(),
                call.refusedByLimit() ? "refused" : call.status(),
                String.valueOf(call.turns()),
                String.valueOf(call.toolCalls()),
                String.format(Locale.ROOT, "%.1f s", call.durationMs() / 1000.0),
                "$" + call.costUsd().setScale(4, RoundingMode.HALF_UP),
                transcript(checked));
    }

    private static String transcript(CheckedCall checked) {
        if (checked.truth().isEmpty()) {
            return "nothing was said";
        }
        if (checked.transcriptEqual()) {
            return "equals the truth";
        }
        return checked.rightButForGaps()
                ? "equals it outside its gap"
                : "DIFFERS in " + checked.differences().size();
    }

    private static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(String.format("%-" + (widths[i] + 2) + "s", row.get(i)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
