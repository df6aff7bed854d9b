package dev.tandem.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** The meters of calls: their names, what they say of themselves, and the bounds of their buckets. docs/metrics.md lists them. */
final class Meters {

    record Count(String name, String description) {}

    record Time(String name, String description, Duration[] buckets) {}

    private static final Duration[] SPEECH =
            durations(50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000);
    private static final Duration[] REACTION =
            durations(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);
    private static final Duration[] CONVERSATION =
            durations(10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000, 3_600_000);

    static final Count CALLS = new Count("voice_calls", "Calls ended");
    static final Count ADMISSION = new Count("voice_admission", "Decisions on offered calls");
    static final Count BARGE_IN = new Count("voice_barge_in", "Agent's turns that the caller spoke over");
    static final Count TRANSCRIPT_GAPS = new Count("voice_transcript_gaps", "Places where words may be missing");
    static final Count REATTACHES = new Count("voice_reattach", "Sidebands opened again, or given up");
    static final Count ORPHANS = new Count("voice_orphans", "Sessions whose call nobody owned, by what was done");
    static final Count TOOLS = new Count("voice_tool_calls", "Tools run");
    static final Count TOKENS = new Count("voice_tokens", "Tokens consumed; cached ones are a part of their input");
    static final Count COST = new Count("voice_cost_usd", "Cost of conversation and transcription in USD");
    static final Count WEBHOOKS = new Count("voice_webhook_deliveries", "Webhooks that were delivered to this node");

    static final Time SETUP = new Time("voice_call_setup", "From the carrier's created_at to the accept", REACTION);
    static final Time FIRST_AUDIO =
            new Time("voice_first_audio", "From the accept until the caller first hears the agent", REACTION);
    static final Time DURATION = new Time("voice_call_duration", "From the accept to the end", CONVERSATION);
    static final Time TURN =
            new Time("voice_turn_latency", "Stages of an agent's turn; clock says where they begin", SPEECH);
    static final Time GAP =
            new Time("voice_sideband_gap", "Without a sideband, since the last that was heard on it", REACTION);
    static final Time REATTACH = new Time(
            "voice_reattach", "From when this node knew that a sideband was to be opened again until it was", REACTION);
    static final Time TOOL = new Time("voice_tool_duration", "From a tool's request to its result", REACTION);

    private final MeterRegistry registry;
    private final MultiGauge active;
    private final MultiGauge inUse;
    private final MultiGauge limit;

    Meters(MeterRegistry registry) {
        this.registry = registry;
        active = gauge("voice_calls_active", "Calls running or stopping on this node");
        inUse = gauge("voice_admission_in_use", "Slots in use, told by the node that decides");
        limit = gauge("voice_admission_limit", "Slots there are, told by the node that decides");
    }

    void count(Count count, Tags tags, double amount) {
        Counter.builder(count.name())
                .description(count.description())
                .tags(tags)
                .register(registry)
                .increment(amount);
    }

    Timer timer(Time time, Tags tags) {
        return Timer.builder(time.name())
                .description(time.description())
                .tags(tags)
                .serviceLevelObjectives(time.buckets())
                .register(registry);
    }

    void size(String name, String description, Collection<?> of) {
        Gauge.builder(name, of, Collection::size)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    void active(Map<Tags, ? extends Number> rows) {
        show(active, rows);
    }

    void inUse(Map<Tags, ? extends Number> rows) {
        show(inUse, rows);
    }

    void limit(Map<Tags, ? extends Number> rows) {
        show(limit, rows);
    }

    private static void show(MultiGauge gauge, Map<Tags, ? extends Number> rows) {
        gauge.register(
                rows.entrySet().stream()
                        .<MultiGauge.Row<?>>map(row -> MultiGauge.Row.of(row.getKey(), row.getValue()))
                        .toList(),
                true);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static Duration[] durations(long... ms) {
        return Arrays.stream(ms).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
