package dev.tandem.load.measure;

import java.util.Arrays;
import java.util.Collection;

/** Measured times by rank: the p-th percentile is the smallest value that at least p percent do not exceed. */
public final class Percentiles {
    private final double[] sorted;

    private Percentiles(double[] sorted) {
        this.sorted = sorted;
    }

    /** Of these values; NaN is left out. */
    public static Percentiles of(Collection<Double> values) {
        double[] sorted = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /** How many there are. */
    public int count() {
        return sorted.length;
    }

    /** The p-th, of a hundred; NaN when there is none. */
    public double at(double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        // The small term keeps 99.9 % of 1000 from becoming the 1000th.
        int rank = (int) Math.ceil(percent / 100 * sorted.length - 1e-9);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    /** The largest; NaN when there is none. */
    public double max() {
        return at(100);
    }
}
