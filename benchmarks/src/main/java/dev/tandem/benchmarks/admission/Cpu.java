package dev.tandem.benchmarks.admission;

import java.time.Duration;

/** CPU seconds that this process and another one used since this was made. */
final class Cpu {

    record Used(double ours, double other) {}

    private final ProcessHandle other;
    private final double oursBefore;
    private final double otherBefore;

    Cpu(long otherPid) {
        this.other = ProcessHandle.of(otherPid).orElseThrow();
        this.oursBefore = seconds(ProcessHandle.current());
        this.otherBefore = seconds(other);
    }

    Used since() {
        return new Used(seconds(ProcessHandle.current()) - oursBefore, seconds(other) - otherBefore);
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
