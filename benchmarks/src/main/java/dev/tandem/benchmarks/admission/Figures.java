package dev.tandem.benchmarks.admission;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one round measured.
 *
 * @param perSecond answers to {@code Reserve} a second; each is followed by a {@code Release}
 * @param unanswered requests without an answer at the round's end
 * @param refused answers that were refusals
 * @param nodeCpu cores' worth of CPU time of this JVM, load generator included
 * @param cassandraCpu the same of Cassandra's JVM
 */
record Figures(
        double perSecond,
        double p50,
        double p99,
        double p999,
        double max,
        int unanswered,
        int refused,
        double nodeCpu,
        double cassandraCpu) {

    static final String HEAD =
            "            decisions/s   p50 ms   p99 ms p99.9 ms   max ms  unanswered  refused  node CPU  Cassandra CPU";

    String row(String name) {
        return String.format(
                Locale.ROOT,
                "%-11s %11.0f %8.2f %8.2f %8.2f %8.2f %11d %8d %9.2f %14.2f",
                name,
                perSecond,
                p50,
                p99,
                p999,
                max,
                unanswered,
                refused,
                nodeCpu,
                cassandraCpu);
    }

    /** Each figure's median; the counts are the worst. */
    static Figures median(List<Figures> rounds) {
        return new Figures(
                median(rounds, Figures::perSecond),
                median(rounds, Figures::p50),
                median(rounds, Figures::p99),
                median(rounds, Figures::p999),
                median(rounds, Figures::max),
                rounds.stream().mapToInt(Figures::unanswered).max().orElse(0),
                rounds.stream().mapToInt(Figures::refused).max().orElse(0),
                median(rounds, Figures::nodeCpu),
                median(rounds, Figures::cassandraCpu));
    }

    private static double median(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        List<Double> sorted = rounds.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.get(sorted.size() / 2);
    }
}
