package dev.tandem.load.measure;

import dev.tandem.load.plan.Http;
import dev.tandem.load.plan.Plan;
import dev.tandem.load.plan.Plan.NodeAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Measures what the processes of a run consume between two moments; of those on this machine by /proc, of other nodes by their metrics. */
public final class Consumptions {
    private static final double MB = 1024.0 * 1024;
    private static final long COLLECT_WITHIN_SECONDS = 20;

    private final Plan plan;
    private final Map<String, Double> cpuBefore = new HashMap<>();
    private final long since = System.nanoTime();

    private Consumptions(Plan plan) {
        this.plan = plan;
    }

    /** Begins now. */
    public static Consumptions begin(Plan plan) throws InterruptedException {
        Consumptions consumptions = new Consumptions(plan);
        for (Map.Entry<String, Long> process : plan.processes().entrySet()) {
            LocalProcess.read(process.getValue())
                    .ifPresent(now -> consumptions.cpuBefore.put(process.getKey(), now.cpuSeconds()));
        }
        for (NodeAddress node : consumptions.elsewhere()) {
            cpu(metrics(node)).ifPresent(seconds -> consumptions.cpuBefore.put(node.name(), seconds));
        }
        return consumptions;
    }

    /** Ends now; a process that was replaced meanwhile counts from its own start. */
    public List<Consumption> end(Map<String, Long> processesNow) throws InterruptedException {
        double seconds = (System.nanoTime() - since) / 1e9;
        List<Consumption> all = new ArrayList<>();
        Map<String, LocalProcess> here = new LinkedHashMap<>();
        new TreeMap<>(processesNow)
                .forEach((name, pid) -> LocalProcess.read(pid).ifPresent(now -> here.put(name, now)));
        Map<String, PrometheusText> remote = new LinkedHashMap<>();
        for (NodeAddress node : elsewhere()) {
            remote.put(node.name(), metrics(node));
        }
        for (Map.Entry<String, LocalProcess> process : here.entrySet()) {
            String name = process.getKey();
            LocalProcess now = process.getValue();
            boolean same = processesNow.get(name).equals(plan.processes().get(name));
            double used = now.cpuSeconds() - (same ? cpuBefore.getOrDefault(name, 0.0) : 0);
            double heap = heapAfterGc(name, processesNow.get(name));
            all.add(new Consumption(name, "proc", used, used / seconds, now.rssMb(), now.peakRssMb(), heap));
        }
        remote.forEach((name, metrics) -> cpu(metrics).ifPresent(now -> {
            double before = cpuBefore.getOrDefault(name, 0.0);
            double used = now < before ? now : now - before;
            double heap = metrics.sum("jvm_gc_live_data_size_bytes").orElse(Double.NaN) / MB;
            all.add(new Consumption(
                    name, "metrics", used, used / seconds, Double.NaN, Double.NaN, heap > 0 ? heap : Double.NaN));
        }));
        return List.copyOf(all);
    }

    private double heapAfterGc(String name, long pid) throws InterruptedException {
        for (NodeAddress node : plan.nodes()) {
            if (node.name().equals(name) && collected(pid)) {
                OptionalDouble used = metrics(node).sum("jvm_memory_used_bytes", "area", "heap");
                return used.orElse(Double.NaN) / MB;
            }
        }
        return Double.NaN;
    }

    /** A full collection of a JVM of this machine, by the JDK's own tool. */
    private static boolean collected(long pid) throws InterruptedException {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(pid),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return jcmd.waitFor(COLLECT_WITHIN_SECONDS, TimeUnit.SECONDS) && jcmd.exitValue() == 0;
        } catch (IOException noSuchTool) {
            return false;
        }
    }

    private List<NodeAddress> elsewhere() {
        return plan.nodes().stream()
                .filter(node -> !plan.processes().containsKey(node.name()))
                .toList();
    }

    private static PrometheusText metrics(NodeAddress node) throws InterruptedException {
        try {
            return PrometheusText.parse(new Http(node.operator(), "").text("/metrics"));
        } catch (IOException down) {
            return PrometheusText.parse("");
        }
    }

    private static OptionalDouble cpu(PrometheusText metrics) {
        OptionalDouble nanoseconds = metrics.sum("process_cpu_time_ns_total");
        return nanoseconds.isPresent() ? OptionalDouble.of(nanoseconds.getAsDouble() / 1e9) : nanoseconds;
    }
}
