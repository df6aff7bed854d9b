package dev.tandem.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/**
 * How durations are spread, in steps of a tenth, so that those of several nodes can be added up and their percentiles are right within
 * five per cent.
 *
 * @param counts how many fell into each step; empty steps are left out
 */
public record Spread(@JsonProperty("counts") Map<Integer, Integer> counts) {

    private static final double STEP = Math.log(1.1);

    /** Longer than ten minutes is counted as that. */
    private static final int LAST = (int) (Math.log(600_000) / STEP);

    public static final Spread NONE = new Spread(Map.of());

    public Spread {
        counts = Map.copyOf(counts);
    }

    static int step(long ms) {
        return ms < 1 ? 0 : Math.min(LAST, (int) (Math.log(ms) / STEP));
    }

    public Spread plus(Spread other) {
        if (other.counts.isEmpty()) {
            return this;
        }
        Map<Integer, Integer> sum = new TreeMap<>(counts);
        other.counts.forEach((step, count) -> sum.merge(step, count, Integer::sum));
        return new Spread(sum);
    }

    public int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The duration in ms that this share of all does not exceed, or null of nothing. */
    public Long percentile(double share) {
        long wanted = (long) Math.ceil(share * count());
        long passed = 0;
        for (Map.Entry<Integer, Integer> step : new TreeMap<>(counts).entrySet()) {
            passed += step.getValue();
            if (passed >= wanted) {
                return Math.round(Math.exp((step.getKey() + 0.5) * STEP));
            }
        }
        return null;
    }
}
