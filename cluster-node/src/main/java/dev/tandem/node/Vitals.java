package dev.tandem.node;

import com.sun.management.OperatingSystemMXBean;
import dev.tandem.metrics.CallMetrics;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a node is, as it says itself.
 *
 * @param accepted calls admitted since its start
 * @param rejected calls refused since its start
 * @param cpu the share of the machine's processors that its process uses, 0 to 1; negative where that is not known
 * @param unready why it should not be sent calls; empty when it should
 */
record Vitals(
        String node,
        long accepted,
        long rejected,
        double cpu,
        long heapUsed,
        long heapMax,
        List<String> unready,
        Instant startedAt) {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Followers are told up to ten times a second each, and the operating system is asked for it through a dozen files. */
    private static final Duration CPU_EVERY = Duration.ofSeconds(1);

    private static Cpu lastCpu = new Cpu(-1, System.nanoTime() - CPU_EVERY.toNanos());

    private record Cpu(double share, long nanoTime) {}

    static Vitals of(String node, CallMetrics calls, List<String> unready) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new Vitals(
                node,
                calls.totalAccepted(),
                calls.totalRejected(),
                cpuLately(),
                heap.getUsed(),
                heap.getMax(),
                unready,
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
    }

    private static synchronized double cpuLately() {
        long now = System.nanoTime();
        if (now - lastCpu.nanoTime() >= CPU_EVERY.toNanos()) {
            lastCpu = new Cpu(SYSTEM.getProcessCpuLoad(), now);
        }
        return lastCpu.share();
    }
}
