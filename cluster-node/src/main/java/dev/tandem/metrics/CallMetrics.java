package dev.tandem.metrics;

import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.call.Usage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * What is measured of calls, one method per thing that happens. No label ever holds a call's id or a number, and labels that hold
 * names of tenants and tools are bounded: those beyond {@link #MAX_TENANTS} or {@link #MAX_TOOLS} distinct ones share {@code other}.
 */
public final class CallMetrics {

    /** Distinct tenants with numbers of their own. */
    public static final int MAX_TENANTS = 200;

    /** Distinct tools with numbers of their own. */
    public static final int MAX_TOOLS = 200;

    private record Line(String tenant, String ingress) {}

    private record Slots(int inUse, int limit) {}

    private final Meters meters;
    private final BoundedNames tenants = new BoundedNames(MAX_TENANTS);
    private final BoundedNames tools = new BoundedNames(MAX_TOOLS);
    private final Map<String, Line> active = new ConcurrentHashMap<>();
    private final Set<String> reattaching = ConcurrentHashMap.newKeySet();
    private final Map<String, Slots> slots = new ConcurrentHashMap<>();
    private final Activity activity = new Activity(Clock.systemUTC());
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    CallMetrics(MeterRegistry registry) {
        this.meters = new Meters(registry);
        meters.size("voice_calls_reattaching", "Calls on this node that look for their sideband", reattaching);
        showFromTheStart();
    }

    /** Whatever has few and known labels is there before it first happens, so that its rate is right from the first time on. */
    private void showFromTheStart() {
        meters.timer(Meters.SETUP, Tags.empty());
        meters.timer(Meters.FIRST_AUDIO, Tags.empty());
        meters.timer(Meters.DURATION, Tags.empty());
        meters.timer(Meters.GAP, Tags.empty());
        meters.timer(Meters.REATTACH, Tags.empty());
        meters.count(Meters.BARGE_IN, Tags.empty(), 0);
        meters.count(Meters.TRANSCRIPT_GAPS, Tags.empty(), 0);
        for (boolean succeeded : new boolean[] {true, false}) {
            meters.count(Meters.REATTACHES, result(succeeded), 0);
        }
        for (WebhookResult result : WebhookResult.values()) {
            meters.count(Meters.WEBHOOKS, Tags.of("result", result.slug()), 0);
        }
        for (OrphanAction action : OrphanAction.values()) {
            meters.count(Meters.ORPHANS, Tags.of("action", action.slug()), 0);
        }
        for (TurnTiming.SpeechEnd clock : TurnTiming.SpeechEnd.values()) {
            meters.timer(Meters.TURN, stage("response", slug(clock)));
            meters.timer(Meters.TURN, stage("first_audio", slug(clock)));
        }
        meters.timer(Meters.TURN, stage("done", "response_created"));
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

    /** The call is running on this node; telling it again changes nothing. */
    public void running(String callId, String tenant, Carrier carrier) {
        active.put(callId, new Line(tenants.of(tenant), slug(carrier)));
    }

    /** The call is no longer this node's. */
    public void gone(String callId) {
        active.remove(callId);
        reattaching.remove(callId);
    }

    /** The call looks for its sideband, or has it. */
    public void reattaching(String callId, boolean looks) {
        if (looks) {
            reattaching.add(callId);
        } else {
            reattaching.remove(callId);
        }
    }

    /** @param length from the accept to the end; zero when the call was never answered, which is not measured */
    public void ended(String tenant, Termination termination, Duration length) {
        meters.count(Meters.CALLS, tenant(tenant).and("outcome", termination.slug()), 1);
        if (length.isPositive()) {
            meters.timer(Meters.DURATION, Tags.empty()).record(length);
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
        meters.timer(Meters.SETUP, Tags.empty()).record(duration);
    }

    /** From the accept to the first moment at which the caller hears the agent. */
    public void firstAudio(Duration duration) {
        meters.timer(Meters.FIRST_AUDIO, Tags.empty()).record(duration);
    }

    /** The stages of an agent's turn that were seen, each with where it is measured from. */
    public void turn(TurnTiming timing) {
        if (timing.toFirstAudio() >= 0) {
            activity.firstAudio(timing.toFirstAudio());
        }
        String clock = timing.speechEnd() == null ? null : slug(timing.speechEnd());
        turn("response", clock, timing.toResponse());
        turn("first_audio", clock, timing.toFirstAudio());
        turn("done", "response_created", timing.toDone());
    }

    private void turn(String stage, String clock, long ms) {
        if (ms >= 0 && clock != null) {
            meters.timer(Meters.TURN, stage(stage, clock)).record(Duration.ofMillis(ms));
        }
    }

    public void bargeIn() {
        meters.count(Meters.BARGE_IN, Tags.empty(), 1);
    }

    /** Words may be missing from a transcript. */
    public void transcriptGap() {
        meters.count(Meters.TRANSCRIPT_GAPS, Tags.empty(), 1);
    }

    public void reattached(boolean succeeded) {
        meters.count(Meters.REATTACHES, result(succeeded), 1);
    }

    /** From when this node knew that a sideband was to be opened again until it was open. */
    public void reattachTook(Duration duration) {
        meters.timer(Meters.REATTACH, Tags.empty()).record(duration);
    }

    /** How long a call had no sideband, since the last that was heard on it. */
    public void sidebandGap(Duration gap) {
        meters.timer(Meters.GAP, Tags.empty()).record(gap);
    }

    public void orphan(OrphanAction action) {
        meters.count(Meters.ORPHANS, Tags.of("action", action.slug()), 1);
    }

    public void tool(String name, ToolOutcome outcome, Duration duration) {
        String tool = tools.of(name);
        meters.count(Meters.TOOLS, Tags.of("tool", tool, "result", slug(outcome)), 1);
        meters.timer(Meters.TOOL, Tags.of("tool", tool)).record(duration);
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
        meters.count(Meters.COST, tenant(tenant), usd.doubleValue());
    }

    public void webhook(WebhookResult result) {
        if (result == WebhookResult.UNAUTHORIZED) {
            activity.unsigned();
        }
        meters.count(Meters.WEBHOOKS, Tags.of("result", result.slug()), 1);
    }

    /** What admission holds for a tenant now; only the node where it is decided says so. */
    public void slots(String tenant, int used, int allowed) {
        // Tenants that share "other" have no one limit: their last one stands for all.
        slots.put(tenants.of(tenant), new Slots(used, allowed));
    }

    /** Admission is decided elsewhere from here on. */
    public void slotsGone() {
        slots.clear();
    }

    /** Brings what is read rather than counted up to date, before a scrape. */
    void refresh() {
        meters.active(active.values().stream()
                .collect(Collectors.groupingBy(
                        line -> Tags.of("tenant", line.tenant(), "ingress", line.ingress()), Collectors.counting())));
        meters.inUse(slots.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> tenantLabel(entry.getKey()),
                        entry -> entry.getValue().inUse())));
        meters.limit(slots.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> tenantLabel(entry.getKey()),
                        entry -> entry.getValue().limit())));
    }

    private void decided(String tenant, String decision, String reason) {
        meters.count(Meters.ADMISSION, tenant(tenant).and("decision", decision, "reason", reason), 1);
    }

    private void tokens(String type, String modality, long tokens) {
        if (tokens > 0) {
            meters.count(Meters.TOKENS, Tags.of("type", type, "modality", modality), tokens);
        }
    }

    private Tags tenant(String tenant) {
        return tenantLabel(tenants.of(tenant));
    }

    private static Tags tenantLabel(String bounded) {
        return Tags.of("tenant", bounded);
    }

    private static Tags result(boolean succeeded) {
        return Tags.of("result", succeeded ? "succeeded" : "failed");
    }

    private static Tags stage(String stage, String clock) {
        return Tags.of("stage", stage, "clock", clock);
    }

    private static String slug(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
