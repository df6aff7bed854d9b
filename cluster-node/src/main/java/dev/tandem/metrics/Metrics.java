package dev.tandem.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** The node's one registry of measurements, with those of its JVM, as Prometheus reads it. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final CallMetrics calls;
    private final JournalMetrics writes;

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        calls = new CallMetrics(registry);
        writes = new JournalMetrics(registry);
    }

    public CallMetrics calls() {
        return calls;
    }

    /** Writes to the journal. */
    public JournalMetrics writes() {
        return writes;
    }

    /** Shows whether the journal takes writes: 1 or 0. */
    public void journal(JournalHealth health) {
        flag("voice_journal_writable", "1 while the journal takes writes, as this node last saw it", health::isWell);
    }

    /** Shows which build this is, and what it is set to. */
    public void node(String version, int globalLimit) {
        Gauge.builder("voice_node_build", () -> 1)
                .description("Always 1; the label tells the build")
                .tag("version", version)
                .register(registry);
        number("voice_admission_global_limit", "Slots of all tenants together, as set on this node", () -> globalLimit);
    }

    /** Shows whether the node is on its way out: 1 or 0. */
    public void draining(BooleanSupplier leaving) {
        flag("voice_node_draining", "1 from when this node was told to end", leaving);
    }

    /** Shows how this node sees the cluster. */
    public void members(IntSupplier up, IntSupplier unreachable) {
        number("voice_cluster_members", "Nodes that are members, as this node sees it", up);
        number("voice_cluster_unreachable", "Members that are not heard of, as this node sees it", unreachable);
    }

    /** For measurements that are not of calls, such as a projection's lag. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Everything in the Prometheus text format 0.0.4. One scrape at a time: each lays the tenants' rows anew, and two would lay them twice. */
    public synchronized String scrape() {
        calls.refresh();
        return registry.scrape();
    }

    private void flag(String name, String description, BooleanSupplier flag) {
        number(name, description, () -> flag.getAsBoolean() ? 1 : 0);
    }

    private void number(String name, String description, IntSupplier number) {
        Gauge.builder(name, number::getAsInt).description(description).register(registry);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
