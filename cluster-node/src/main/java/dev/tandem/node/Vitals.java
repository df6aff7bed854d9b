package dev.tandem.node;

import com.sun.management.OperatingSystemMXBean;
import dev.tandem.metrics.CallMetrics;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
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

    static Vitals of(String node, CallMetrics calls, List<String> unready) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new Vitals(
                node,
                calls.totalAccepted(),
                calls.totalRejected(),
                SYSTEM.getProcessCpuLoad(),
                heap.getUsed(),
                heap.getMax(),
                unready,
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
    }
}
