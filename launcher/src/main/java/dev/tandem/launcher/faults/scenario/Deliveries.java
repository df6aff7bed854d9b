package dev.tandem.launcher.faults.scenario;

import dev.tandem.launcher.faults.report.Findings;
import dev.tandem.launcher.faults.truth.History;
import dev.tandem.launcher.faults.truth.Kind;
import dev.tandem.launcher.faults.truth.Line;
import java.util.List;

/** What the deliveries of a play met. */
final class Deliveries {
    private Deliveries() {}

    /** How many attempts there were, how they were answered and how long the answers took. */
    static void figures(Findings findings, History history) {
        List<Line> attempts = history.of(Kind.DELIVERY);
        List<Long> took = attempts.stream()
                .filter(line -> line.number("status") != 0)
                .map(line -> line.number("took_ms"))
                .sorted()
                .toList();
        findings.figure("attempts", attempts.size())
                .figure("http_503", with(attempts, 503))
                .figure("no_answer", with(attempts, 0));
        if (!took.isEmpty()) {
            findings.figure("answer_p99_ms", took.get(took.size() * 99 / 100))
                    .figure("answer_max_ms", took.getLast())
                    .figure("over_1s", took.stream().filter(ms -> ms > 1_000).count());
        }
    }

    private static long with(List<Line> attempts, int status) {
        return attempts.stream().filter(line -> line.number("status") == status).count();
    }
}
