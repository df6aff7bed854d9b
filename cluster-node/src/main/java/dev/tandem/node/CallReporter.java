package dev.tandem.node;

import dev.tandem.call.CallState;
import dev.tandem.call.CallStates;
import dev.tandem.call.CallWatch;
import dev.tandem.metrics.CallMetrics;
import dev.tandem.metrics.LiveEvent;
import dev.tandem.metrics.LiveFeed;
import dev.tandem.metrics.LiveProgress;
import dev.tandem.persistence.cost.Charge;
import dev.tandem.persistence.cost.CostKind;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.log.CallLines;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Carrier;
import dev.tandem.protocol.call.Masked;
import dev.tandem.protocol.call.Personal;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.tenant.Agent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells logs, metrics and the live feed what happens to the node's calls. No words and no whole number ever reach a log. */
final class CallReporter implements CallWatch {

    private static final Logger LOG = LoggerFactory.getLogger("call");

    private final CallMetrics metrics;
    private final LiveFeed feed;
    private final Prices prices;
    private final String node;
    private final Map<String, Seen> calls = new ConcurrentHashMap<>();

    /** What later events of a call need of earlier ones; touched by the call's own entity only. */
    private static final class Seen {
        private Personal from = Personal.of("");
        private String to = "";
        private Carrier carrier = Carrier.OPENAI_SIP;
        private Instant offeredAt;
        private Instant createdAt;
        private Instant acceptedAt;
        private Instant lostAt;
        private String agent;
        private long epoch;
        private int turns;
        private LiveEvent.Status status = LiveEvent.Status.NEW;
        private boolean heard;
        private final SidebandTimes sideband = new SidebandTimes();
        private final Map<String, String> toolNames = new HashMap<>();
        private final Map<String, Instant> toolStarts = new HashMap<>();
    }

    CallReporter(CallMetrics metrics, LiveFeed feed, Prices prices, String node) {
        this.metrics = metrics;
        this.feed = feed;
        this.prices = prices;
        this.node = node;
    }

    @Override
    public void tookUp(String callId, CallState state) {
        String tenant = CallStates.tenant(state);
        if (!state.holdsSlot()) {
            return;
        }
        CallStates.offered(state).ifPresent(offered -> remember(callId, offered));
        Instant now = Instant.now();
        Seen seen = seen(callId);
        seen.agent = CallStates.agent(state).map(Agent::name).orElse(null);
        seen.acceptedAt = CallStates.answeredAt(state).orElse(null);
        seen.lostAt = CallStates.lostAt(state).orElse(null);
        seen.epoch = CallStates.epoch(state);
        seen.turns = CallStates.turns(state);
        // Of what the journal holds only the sideband's times are looked up: whether the agent was heard is not known
        // here.
        seen.heard = true;
        CallStates.lastSign(state).ifPresent(sign -> {
            seen.sideband.tookUp(sign, now);
            metrics.reattaching(callId, true);
        });
        log(callId, tenant, "taken up from the journal");
        change(
                callId,
                tenant,
                CallStates.isAnswered(state) ? LiveEvent.Status.RUNNING : LiveEvent.Status.NEW,
                null,
                now);
    }

    @Override
    public void left(String callId) {
        calls.remove(callId);
        metrics.gone(callId);
        feed.moved(callId);
    }

    @Override
    public void saw(String callId, String tenant, CallEvent event) {
        if (event instanceof CallEvent.Observed fact) {
            sideband(callId, fact);
        }
        switch (event) {
            case CallEvent.CallOffered offered -> {
                remember(callId, offered);
                log(
                        callId,
                        tenant,
                        "offered from " + Masked.number(offered.from().text()) + " to " + Masked.number(offered.to()));
                change(callId, tenant, LiveEvent.Status.NEW, null, offered.at());
            }
            case CallEvent.CallAdmitted admitted -> {
                seen(callId).agent = admitted.agent().name();
                metrics.admitted(admitted.tenant());
                log(callId, tenant, "admitted, agent " + admitted.agent().name() + " " + admitted.agentVersion());
            }
            case CallEvent.CallRefused refused -> {
                metrics.refused(refused.tenant(), refused.reason());
                log(callId, tenant, "refused: " + refused.reason().slug() + numbers(refused));
            }
            case CallEvent.CallRejected rejected -> log(callId, tenant, "rejected with SIP " + rejected.sipStatus());
            case CallEvent.AcceptRequested requested -> {}
            case CallEvent.CallAccepted accepted -> {
                Seen seen = seen(callId);
                seen.acceptedAt = accepted.at();
                if (seen.createdAt != null) {
                    metrics.setUp(Duration.between(seen.createdAt, accepted.at()));
                }
                log(callId, tenant, "accepted");
                change(callId, tenant, LiveEvent.Status.RUNNING, null, accepted.at());
            }
            case CallEvent.AcceptFailed failed ->
                log(callId, tenant, "accept failed (" + failed.verdict() + "): " + failed.detail());
            case CallEvent.SidebandAttached attached -> {
                log(callId, tenant, "sideband attached, epoch " + attached.epoch());
                Seen seen = seen(callId);
                seen.lostAt = null;
                seen.epoch = attached.epoch();
                change(callId, tenant, seen.status, null, attached.at());
            }
            case CallEvent.SidebandLost lost -> {
                Seen seen = seen(callId);
                seen.lostAt = lost.at();
                log(callId, tenant, "sideband lost: " + lost.cause());
                change(callId, tenant, seen.status, null, lost.at());
            }
            case CallEvent.TranscriptGap gap -> {
                metrics.transcriptGap();
                log(callId, tenant, "transcript has a gap of " + gap.ms() + " ms");
            }
            case CallEvent.GreetingIssued greeting -> log(callId, tenant, "greeting asked for");
            case CallEvent.TurnTranscribed turn -> {
                detail(
                        callId,
                        tenant,
                        () -> "turn of the " + slug(turn.speaker()) + ", "
                                + turn.text().text().length() + " characters");
                feed.publish(new LiveEvent.TurnSpoken(
                        callId, tenant, turn.itemId(), turn.speaker(), turn.agent(), turn.text(), false, turn.at()));
            }
            case CallEvent.TurnUntranscribed turn -> log(callId, tenant, "turn without words: " + turn.reason());
            case CallEvent.TurnInterrupted turn -> {
                metrics.bargeIn();
                detail(callId, tenant, () -> "agent interrupted");
            }
            case CallEvent.TurnTimed timed -> {
                metrics.turn(timed.timing());
                firstHeard(seen(callId), timed);
                feed.publish(new LiveEvent.TurnTimed(
                        callId, tenant, timed.itemId(), timed.timing().toFirstAudio(), timed.at()));
            }
            case CallEvent.UsageRecorded usage -> {
                metrics.tokens(usage.usage());
                Charge charge = new Charge(CostKind.CONVERSATION, usage.model(), usage.usage());
                metrics.cost(tenant, prices.cost(List.of(charge)).getOrDefault("total", BigDecimal.ZERO));
            }
            case CallEvent.ToolRequested tool -> {
                Seen seen = seen(callId);
                seen.toolNames.put(tool.toolCallId(), tool.name());
                seen.toolStarts.put(tool.toolCallId(), tool.at());
                detail(callId, tenant, () -> "tool " + tool.name() + " requested");
                feed.publish(new LiveEvent.ToolRan(callId, tenant, tool.toolCallId(), tool.name(), null, tool.at()));
            }
            case CallEvent.ToolStarted started -> {}
            case CallEvent.ToolFinished finished -> toolFinished(callId, tenant, finished);
            case CallEvent.ToolAnswered answered -> {}
            case CallEvent.ToolAbandoned abandoned -> log(callId, tenant, "tool abandoned: " + abandoned.reason());
            case CallEvent.AgentHandedOff handoff -> log(callId, tenant, "handed off to " + handoff.toAgent());
            case CallEvent.DtmfReceived dtmf -> log(callId, tenant, "key pressed");
            case CallEvent.TransferRequested transfer ->
                log(callId, tenant, "transfer to " + Masked.number(transfer.target()) + " requested");
            case CallEvent.TransferHandedOver transfer -> log(callId, tenant, "transfer handed over");
            case CallEvent.TransferFailed transfer -> log(callId, tenant, "transfer failed: " + transfer.detail());
            case CallEvent.StopRequested stop -> {
                log(callId, tenant, "ending: " + stop.reason().slug());
                change(callId, tenant, LiveEvent.Status.STOPPING, null, stop.at());
            }
            case CallEvent.CallHungUp hungUp ->
                log(callId, tenant, hungUp.wasLive() ? "hung up" : "provider no longer knows the call");
            case CallEvent.CallEnded ended -> ended(callId, tenant, ended);
        }
    }

    /** What the session saw shows whether the call has its sideband, and for how long it had none. */
    private void sideband(String callId, CallEvent.Observed fact) {
        Seen seen = seen(callId);
        switch (fact) {
            case CallEvent.SidebandLost lost -> metrics.reattaching(callId, true);
            // Told by the call itself as well, when it gives up: no sign of a sideband.
            case CallEvent.TranscriptGap gap -> {}
            case CallEvent.SidebandAttached attached
            when attached.epoch() > 1 -> {
                metrics.reattached(true);
                metrics.reattaching(callId, false);
                seen.sideband.gap(attached).ifPresent(metrics::sidebandGap);
                seen.sideband.reattach(attached).ifPresent(metrics::reattachTook);
            }
            default -> {
                if (seen.sideband.isAwaited()) {
                    metrics.reattaching(callId, false);
                }
            }
        }
        seen.sideband.saw(fact);
    }

    private void firstHeard(Seen seen, CallEvent.TurnTimed timed) {
        TurnTiming timing = timed.timing();
        if (seen.heard || seen.acceptedAt == null || timing.toPlayback() == null || timing.toDone() < 0) {
            return;
        }
        seen.heard = true;
        Duration waited = Duration.between(
                seen.acceptedAt, timed.at().minusMillis(timing.toDone()).plusMillis(timing.toPlayback()));
        if (!waited.isNegative()) {
            metrics.firstAudio(waited);
        }
    }

    private void toolFinished(String callId, String tenant, CallEvent.ToolFinished finished) {
        Seen seen = seen(callId);
        String name = seen.toolNames.getOrDefault(finished.toolCallId(), "other");
        Instant start = seen.toolStarts.getOrDefault(finished.toolCallId(), finished.at());
        metrics.tool(name, finished.outcome(), Duration.between(start, finished.at()));
        detail(callId, tenant, () -> "tool " + name + " " + slug(finished.outcome()));
        feed.publish(
                new LiveEvent.ToolRan(callId, tenant, finished.toolCallId(), name, finished.outcome(), finished.at()));
    }

    private void ended(String callId, String tenant, CallEvent.CallEnded ended) {
        Seen seen = seen(callId);
        if (seen.sideband.isAwaited() && ended.termination() == Termination.SIDEBAND_LOST) {
            metrics.reattached(false);
        }
        metrics.gone(callId);
        Duration length = seen.acceptedAt == null ? Duration.ZERO : Duration.between(seen.acceptedAt, ended.at());
        metrics.ended(tenant, ended.termination(), length);
        log(
                callId,
                tenant,
                "ended: " + ended.termination().slug() + (ended.detail() == null ? "" : ", " + ended.detail()));
        change(
                callId,
                tenant,
                switch (ended.termination().result()) {
                    case FINISHED -> LiveEvent.Status.FINISHED;
                    case CANCELLED -> LiveEvent.Status.CANCELLED;
                    case FAILED -> LiveEvent.Status.FAILED;
                },
                ended.termination(),
                ended.at());
        calls.remove(callId);
    }

    private void remember(String callId, CallEvent.CallOffered offered) {
        Seen seen = seen(callId);
        seen.from = offered.from();
        seen.to = offered.to();
        seen.carrier = offered.carrier();
        seen.offeredAt = offered.at();
        seen.createdAt = offered.createdAt();
    }

    private Seen seen(String callId) {
        return calls.computeIfAbsent(callId, id -> new Seen());
    }

    private void change(String callId, String tenant, LiveEvent.Status status, Termination termination, Instant at) {
        Seen seen = seen(callId);
        seen.status = status;
        if (status == LiveEvent.Status.RUNNING) {
            metrics.running(callId, tenant, seen.carrier);
        }
        feed.publish(new LiveEvent.CallChanged(
                callId,
                tenant,
                status,
                seen.from,
                seen.to,
                termination,
                node,
                seen.offeredAt == null ? at : seen.offeredAt,
                at,
                new LiveProgress(seen.agent, seen.acceptedAt, seen.epoch, seen.lostAt, seen.turns, null, -1, null)));
    }

    private static void log(String callId, String tenant, String what) {
        CallLines.about(callId, tenant, () -> LOG.info(what));
    }

    /** What happens turn by turn is in the journal; a thousand calls would write some hundred such lines a second. */
    private static void detail(String callId, String tenant, Supplier<String> what) {
        if (LOG.isDebugEnabled()) {
            CallLines.about(callId, tenant, () -> LOG.debug(what.get()));
        }
    }

    private static String numbers(CallEvent.CallRefused refused) {
        return refused.limit() == 0 ? "" : " (" + refused.inUse() + " of " + refused.limit() + " in use)";
    }

    private static String slug(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }
}
