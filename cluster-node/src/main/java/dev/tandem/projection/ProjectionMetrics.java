package dev.tandem.projection;

import dev.tandem.persistence.projection.ProjectionMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

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
                .description("From an event's journalling to its projection")
                .tag("name", "calls")
                .serviceLevelObjectives(LAG)
                .register(registry);
        this.failedTries = Counter.builder("voice_summary_failed_tries")
                .description("Tries of summaries that failed")
                .register(registry);
        List.of("journal", "registry", "summary").forEach(name -> quarantine(name, 0));
        List.of("ready", "failed").forEach(state -> summary(state, 0));
    }

    @Override
    public void projected(Duration since) {
        lag.record(since);
    }

    @Override
    public void quarantined(String projection) {
        quarantine(projection, 1);
    }

    @Override
    public void summarized(String state) {
        summary(state, 1);
    }

    @Override
    public void summaryTryFailed() {
        failedTries.increment();
    }

    private void quarantine(String projection, int calls) {
        Counter.builder("voice_projection_quarantined")
                .description("Calls that a projection passed over")
                .tag("name", projection)
                .register(registry)
                .increment(calls);
    }

    private void summary(String state, int summaries) {
        Counter.builder("voice_summaries")
                .description("Summaries settled")
                .tag("state", state)
                .register(registry)
                .increment(summaries);
    }
}
