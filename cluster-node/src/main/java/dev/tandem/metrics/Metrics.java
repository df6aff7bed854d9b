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

/** The node's one registry of measurements, with those of its JVM, as Prometheus reads it. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final CallMetrics calls;

    public Metrics(LiveFeed feed) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        calls = new CallMetrics(registry, feed);
    }

    public CallMetrics calls() {
        return calls;
    }

    /** Shows whether the journal takes writes: 1 or 0. */
    public void journal(JournalHealth health) {
        Gauge.builder("voice_journal_writable", health, known -> known.isWell() ? 1 : 0)
                .description("1 while the journal takes writes, as this node last saw it")
                .strongReference(true)
                .register(registry);
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

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
