package dev.tandem.benchmarks;

import java.time.Duration;

/** CPU seconds that this process and another one used since this was made. */
public final class Cpu {

    /** CPU seconds of this process and of the other. */
    public record Used(double ours, double other) {}

    private final ProcessHandle other;
    private final double oursBefore;
    private final double otherBefore;

    public Cpu(long otherPid) {
        this.other = ProcessHandle.of(otherPid).orElseThrow();
        this.oursBefore = seconds(ProcessHandle.current());
        this.otherBefore = seconds(other);
    }

    public Used since() {
        return new Used(seconds(ProcessHandle.current()) - oursBefore, seconds(other) - otherBefore);
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
