package dev.tandem.metrics;

import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.call.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is measured of calls, one method per thing that happens. No label ever holds a call's id or a number, and labels that hold
 * names of tenants and tools are bounded: those beyond {@link #MAX_TENANTS} or {@link #MAX_TOOLS} distinct ones share {@code other}.
 */
public final class CallMetrics {

    /** Distinct tenants with numbers of their own. */
    public static final int MAX_TENANTS = 200;

    /** Distinct tools with numbers of their own. */
    public static final int MAX_TOOLS = 200;

    /** The parts of an agent's turn whose length is measured. */
    public enum Stage {
        /** From the end of the caller's speech to the response's creation. */
        RESPONSE,
        /** From the end of the caller's speech to the start of playback. */
        FIRST_AUDIO,
        /** From the response's creation to its end. */
        DONE
    }

    private record Slots(int inUse, int limit) {}

    private static final Duration[] SPEECH =
            durations(50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000);
    private static final Duration[] REACTION =
            durations(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);
    private static final Duration[] CONVERSATION =
            durations(10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000, 3_600_000);

    private final MeterRegistry registry;
    private final LiveFeed feed;
    private final BoundedNames tenants = new BoundedNames(MAX_TENANTS);
    private final BoundedNames tools = new BoundedNames(MAX_TOOLS);
    private final Map<String, Slots> slots = new ConcurrentHashMap<>();
    private final Activity activity = new Activity(Clock.systemUTC());
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final MultiGauge active;
    private final MultiGauge inUse;
    private final MultiGauge limit;

    CallMetrics(MeterRegistry registry, LiveFeed feed) {
        this.registry = registry;
        this.feed = feed;
        active = gauge("voice_calls_active", "Calls running or stopping on this node");
        inUse = gauge("voice_admission_in_use", "Slots in use, told by the node that decides");
        limit = gauge("voice_admission_limit", "Slots there are, told by the node that decides");
        timer("voice_call_setup", REACTION, Tags.empty());
        timer("voice_sideband_gap", REACTION, Tags.empty());
        count("voice_barge_in", Tags.empty(), 0);
    }

    public void admitted(String tenant) {
        accepted.increment();
        decided(tenant, "admitted", "none");
    }

    /** @param tenant null when no tenant owns the dialled number */
    public void refused(String tenant, Termination reason) {
        rejected.increment();
        activity.refused(reason.slug());
        decided(tenant, "refused", reason.slug());
    }

    /** Calls admitted since this node started. */
    public long totalAccepted() {
        return accepted.sum();
    }

    /** Calls refused since this node started. */
    public long totalRejected() {
        return rejected.sum();
    }

    /** @param length from the accept to the end; zero when the call was never answered, which is not measured */
    public void ended(String tenant, Termination termination, Duration length) {
        count("voice_calls", tenant(tenant).and("outcome", termination.slug()), 1);
        if (!length.isZero() && !length.isNegative()) {
            timer("voice_call_duration", CONVERSATION, Tags.empty()).record(length);
        }
    }

    /** What happened in the last hour, minute by minute. */
    public Activity activity() {
        return activity;
    }

    /** From the carrier's created_at to the accept. */
    public void setUp(Duration duration) {
        activity.answered();
        activity.setUp(duration.toMillis());
        timer("voice_call_setup", REACTION, Tags.empty()).record(duration);
    }

    /** @param ms as {@link dev.tandem.protocol.call.TurnTiming} has it; -1, a stage that was not seen, is not measured */
    public void turn(Stage stage, long ms) {
        if (ms >= 0) {
            if (stage == Stage.FIRST_AUDIO) {
                activity.firstAudio(ms);
            }
            timer("voice_turn_latency", SPEECH, Tags.of("stage", slug(stage))).record(Duration.ofMillis(ms));
        }
    }

    public void bargeIn() {
        count("voice_barge_in", Tags.empty(), 1);
    }

    public void reattached(boolean succeeded) {
        count("voice_reattach", Tags.of("result", succeeded ? "succeeded" : "failed"), 1);
    }

    /** How long a call had no sideband. */
    public void sidebandGap(Duration gap) {
        timer("voice_sideband_gap", REACTION, Tags.empty()).record(gap);
    }

    public void tool(String name, ToolOutcome outcome, Duration duration) {
        String tool = tools.of(name);
        count("voice_tool_calls", Tags.of("tool", tool, "result", slug(outcome)), 1);
        timer("voice_tool_duration", REACTION, Tags.of("tool", tool)).record(duration);
    }

    /** Tokens consumed; cached ones are a part of their input. */
    public void tokens(Usage usage) {
        tokens("input", "text", usage.textIn());
        tokens("input", "audio", usage.audioIn());
        tokens("cached", "text", usage.textCached());
        tokens("cached", "audio", usage.audioCached());
        tokens("output", "text", usage.textOut());
        tokens("output", "audio", usage.audioOut());
    }

    public void cost(String tenant, BigDecimal usd) {
        count("voice_cost_usd", tenant(tenant), usd.doubleValue());
    }

    public void webhook(WebhookResult result) {
        if (result == WebhookResult.UNAUTHORIZED) {
            activity.unsigned();
        }
        count("voice_webhook_deliveries", Tags.of("result", result.slug()), 1);
    }

    /** What admission holds for a tenant now; only the node where it is decided says so. */
    public void slots(String tenant, int used, int allowed) {
        slots.compute(
                tenants.of(tenant),
                // Tenants that share "other" have no one limit: their last one stands for all.
                (name, before) -> new Slots(used, allowed));
    }

    /** Admission is decided elsewhere from here on. */
    public void slotsGone() {
        slots.clear();
    }

    /** Brings what is read rather than counted up to date, before a scrape. */
    void refresh() {
        active.register(
                feed.activeByTenant().entrySet().stream()
                        .collect(java.util.stream.Collectors.groupingBy(
                                entry -> tenants.of(entry.getKey()),
                                java.util.stream.Collectors.summingInt(Map.Entry::getValue)))
                        .entrySet()
                        .stream()
                        .map(entry -> MultiGauge.Row.of(Tags.of("tenant", entry.getKey()), entry.getValue()))
                        .toList(),
                true);
        inUse.register(rows(Slots::inUse), true);
        limit.register(rows(Slots::limit), true);
    }

    private List<MultiGauge.Row<?>> rows(java.util.function.ToIntFunction<Slots> value) {
        return slots.entrySet().stream()
                .<MultiGauge.Row<?>>map(entry ->
                        MultiGauge.Row.of(Tags.of("tenant", entry.getKey()), value.applyAsInt(entry.getValue())))
                .toList();
    }

    private void decided(String tenant, String decision, String reason) {
        count("voice_admission", tenant(tenant).and("decision", decision, "reason", reason), 1);
    }

    private void tokens(String type, String modality, long tokens) {
        if (tokens > 0) {
            count("voice_tokens", Tags.of("type", type, "modality", modality), tokens);
        }
    }

    private Tags tenant(String tenant) {
        return Tags.of("tenant", tenants.of(tenant));
    }

    private static String slug(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private void count(String name, Tags tags, double amount) {
        Counter.builder(name).tags(tags).register(registry).increment(amount);
    }

    private Timer timer(String name, Duration[] buckets, Tags tags) {
        return Timer.builder(name).tags(tags).serviceLevelObjectives(buckets).register(registry);
    }

    private static Duration[] durations(long... ms) {
        return java.util.Arrays.stream(ms).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
