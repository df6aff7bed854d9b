package dev.tandem.benchmarks.admission;

import java.util.Arrays;

/** Every latency of one round, kept as it is: percentiles are exact. Written by one thread at a time. */
final class Latencies {

    private long[] nanos = new long[1 << 16];
    private int size;

    synchronized void add(long latency) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = latency;
    }

    synchronized int count() {
        return size;
    }

    /** Milliseconds within which that part of all answers came. */
    synchronized double millis(double part) {
        if (size == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return sorted[Math.min(size - 1, (int) Math.ceil(part * size) - 1)] / 1e6;
    }
}
