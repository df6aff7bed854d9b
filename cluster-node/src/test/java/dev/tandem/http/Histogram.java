package dev.tandem.http;

import java.util.Map;
import java.util.TreeMap;

/** How often each status was answered. */
public final class Histogram {

    private final Map<Integer, Integer> counts = new TreeMap<>();

    public void count(int status) {
        counts.merge(status, 1, Integer::sum);
    }

    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    public Map<Integer, Integer> counts() {
        return counts;
    }

    @Override
    public String toString() {
        return total() + " inputs, by status " + counts;
    }
}
