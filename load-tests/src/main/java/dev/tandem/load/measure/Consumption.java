package dev.tandem.load.measure;

/**
 * What one process used while the calls went on.
 *
 * @param name node-1, cassandra, simulator ...
 * @param source proc, when this machine's kernel told it; metrics, when the node did
 * @param cpuSeconds in that time
 * @param cores the same for each second of it, on average
 * @param rssMb at the end; NaN where nobody tells
 * @param peakRssMb the most; NaN where nobody tells
 * @param heapAfterGcMb of a node: after a full collection at the end where this machine can ask for one, else after the last one it had; NaN
 *     where nobody tells
 */
public record Consumption(
        String name,
        String source,
        double cpuSeconds,
        double cores,
        double rssMb,
        double peakRssMb,
        double heapAfterGcMb) {}
