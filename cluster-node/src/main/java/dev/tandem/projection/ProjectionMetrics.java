package dev.tandem.projection;

import dev.tandem.persistence.projection.ProjectionMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what projections do; the lag is from an event's journalling to its projection. */
public final class ProjectionMetrics implements ProjectionMeter {

    private static final Duration[] LAG = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;
    private final Timer lag;
    private final Counter failedTries;

    public ProjectionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.lag = Timer.builder("voice_projection_lag")
                .tag("name", "calls")
                .serviceLevelObjectives(LAG)
                .register(registry);
        this.failedTries = Counter.builder("voice_summary_failed_tries").register(registry);
    }

    @Override
    public void projected(Duration since) {
        lag.record(since);
    }

    @Override
    public void quarantined(String projection) {
        registry.counter("voice_projection_quarantined", "name", projection).increment();
    }

    @Override
    public void summarized(String state) {
        registry.counter("voice_summaries", "state", state).increment();
    }

    @Override
    public void summaryTryFailed() {
        failedTries.increment();
    }
}
