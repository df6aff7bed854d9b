package dev.tandem.persistence.record;

import dev.tandem.persistence.cost.Charge;
import dev.tandem.persistence.cost.CostKind;
import dev.tandem.persistence.cost.Prices;
import dev.tandem.persistence.journal.Recorded;
import dev.tandem.protocol.api.CallView;
import dev.tandem.protocol.api.CallView.AttachView;
import dev.tandem.protocol.api.CallView.GapView;
import dev.tandem.protocol.api.CallView.TranscriptLine;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Masked;
import dev.tandem.protocol.call.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One call, folded from its journal. Any list of events has a record: repeats change nothing, events missing or out of place
 * leave their part absent.
 */
public final class CallRecord {

    private final String callId;
    private long lastSeq;
    private CallEvent.CallOffered offered;
    private CallEvent.CallAdmitted admitted;
    private CallEvent.CallRefused refused;
    private CallEvent.CallRejected rejected;
    private CallEvent.CallAccepted accepted;
    private CallEvent.CallEnded ended;
    private boolean attached;
    private boolean stopping;
    private final Transcript transcript = new Transcript();
    private final ToolCalls tools = new ToolCalls();
    private final Map<Long, AttachView> attaches = new LinkedHashMap<>();
    private final Set<GapView> gaps = new LinkedHashSet<>();
    private final Map<UsageKey, Usage> usage = new LinkedHashMap<>();

    private record UsageKey(String sourceId, String model) {}

    private CallRecord(String callId) {
        this.callId = callId;
    }

    public static CallRecord of(String callId, List<Recorded> journal) {
        CallRecord record = new CallRecord(callId);
        for (Recorded entry : journal) {
            record.lastSeq = Math.max(record.lastSeq, entry.seq());
            record.apply(entry.event());
        }
        return record;
    }

    private void apply(CallEvent event) {
        switch (event) {
            case CallEvent.CallOffered e -> offered = offered == null ? e : offered;
            case CallEvent.CallAdmitted e -> admitted = admitted == null ? e : admitted;
            case CallEvent.CallRefused e -> {
                refused = refused == null ? e : refused;
                stopping = true;
            }
            case CallEvent.CallRejected e -> rejected = rejected == null ? e : rejected;
            case CallEvent.CallAccepted e -> accepted = accepted == null ? e : accepted;
            case CallEvent.AcceptFailed e -> stopping = true;
            case CallEvent.SidebandAttached e -> {
                attached = true;
                attaches.putIfAbsent(e.epoch(), new AttachView(e.epoch(), e.node(), e.at()));
            }
            case CallEvent.TranscriptGap e -> {
                gaps.add(new GapView(e.afterItem(), e.beforeItem(), e.ms()));
                transcript.add(e);
            }
            case CallEvent.TurnTranscribed e -> transcript.add(e);
            case CallEvent.TurnUntranscribed e -> transcript.add(e);
            case CallEvent.TurnInterrupted e -> transcript.add(e);
            case CallEvent.UsageRecorded e -> usage.putIfAbsent(new UsageKey(e.sourceId(), e.model()), e.usage());
            case CallEvent.ToolRequested e -> {
                tools.add(e);
                transcript.add(e);
            }
            case CallEvent.ToolStarted e -> tools.add(e);
            case CallEvent.ToolFinished e -> tools.add(e);
            case CallEvent.ToolAbandoned e -> tools.add(e);
            case CallEvent.TransferHandedOver e -> stopping = true;
            case CallEvent.StopRequested e -> stopping = true;
            case CallEvent.CallHungUp e -> stopping = true;
            case CallEvent.CallEnded e -> ended = ended == null ? e : ended;
            case CallEvent.AcceptRequested e -> {}
            case CallEvent.SidebandLost e -> {}
            case CallEvent.GreetingIssued e -> {}
            case CallEvent.TurnTimed e -> {}
            case CallEvent.ToolAnswered e -> {}
            case CallEvent.AgentHandedOff e -> {}
            case CallEvent.DtmfReceived e -> {}
            case CallEvent.TransferRequested e -> {}
            case CallEvent.TransferFailed e -> {}
        }
    }

    public String callId() {
        return callId;
    }

    /** The sequence number of the last event folded in; a record with a higher one knows more. */
    public long lastSeq() {
        return lastSeq;
    }

    /** When the call was offered, or null when its journal does not say. */
    public Instant offeredAt() {
        return offered == null ? null : offered.at();
    }

    /** The call's tenant, or null while it is not known or when no tenant owns the dialled number. */
    public String tenant() {
        if (admitted != null) {
            return admitted.tenant();
        }
        return refused == null ? null : refused.tenant();
    }

    /** The end of the call, or null while it goes on. */
    public CallEvent.CallEnded end() {
        return ended;
    }

    /** Transcribed turns of both sides. */
    public int turns() {
        return transcript.turns();
    }

    /** What was said, in the order it was said. */
    public List<TranscriptLine> transcript() {
        return transcript.lines();
    }

    /** What the call consumed, without its summary. */
    public List<Charge> charges() {
        List<Charge> charges = new ArrayList<>();
        usage.forEach((key, used) -> {
            CostKind kind = transcript.hasTurn(key.sourceId()) ? CostKind.TRANSCRIPTION : CostKind.CONVERSATION;
            charges.add(new Charge(kind, key.model(), used));
        });
        return charges;
    }

    /**
     * The call as the API shows it.
     *
     * @param summary what the post-call model made of it, or null
     * @param more what was consumed besides what the journal tells
     */
    public CallView view(Prices prices, CallView.SummaryView summary, List<Charge> more) {
        List<Charge> charges = new ArrayList<>(charges());
        charges.addAll(more);
        return view(prices.cost(charges), summary, tools.views(), transcript());
    }

    /** The call as lists show it: without words and tool calls. */
    public CallView entry(Prices prices) {
        return view(prices.cost(charges()), null, null, null);
    }

    private CallView view(
            Map<String, BigDecimal> cost,
            CallView.SummaryView summary,
            List<CallView.ToolCallView> toolCalls,
            List<TranscriptLine> lines) {
        return new CallView(
                callId,
                tenant(),
                admitted == null ? null : new CallView.AgentRef(agentName(), admitted.agentVersion()),
                "inbound",
                offered == null ? null : Masked.number(offered.from().text()),
                offered == null ? null : offered.to(),
                status(),
                termination(),
                offeredAt(),
                accepted == null ? null : accepted.at(),
                ended == null ? null : ended.at(),
                accepted == null || ended == null ? null : Times.between(accepted.at(), ended.at()),
                accepted == null || offered == null ? null : Times.between(offered.createdAt(), accepted.at()),
                turns(),
                transcript.interruptions(),
                admission(),
                toolCalls,
                lines,
                List.copyOf(gaps),
                List.copyOf(attaches.values()),
                usageView(),
                cost,
                summary);
    }

    private String agentName() {
        return admitted.agent() == null ? null : admitted.agent().name();
    }

    private String status() {
        if (ended != null) {
            return ended.termination().result().name().toLowerCase(Locale.ROOT);
        }
        if (stopping) {
            return "stopping";
        }
        return accepted != null || attached ? "running" : "new";
    }

    private CallView.TerminationView termination() {
        if (ended == null) {
            return null;
        }
        return new CallView.TerminationView(status(), ended.termination().slug(), ended.detail());
    }

    private CallView.AdmissionView admission() {
        if (refused != null) {
            boolean limited = refused.limit() > 0;
            return new CallView.AdmissionView(
                    "refused",
                    refused.reason().slug(),
                    limited ? refused.inUse() : null,
                    limited ? refused.limit() : null,
                    rejected == null ? null : rejected.sipStatus());
        }
        return admitted == null ? null : new CallView.AdmissionView("admitted", null, null, null, null);
    }

    private CallView.UsageView usageView() {
        Usage sum = usage.values().stream().reduce(Usage.NONE, Usage::plus);
        return new CallView.UsageView(
                sum.textIn(),
                sum.textCached(),
                sum.audioIn(),
                sum.audioCached(),
                sum.textOut(),
                sum.audioOut(),
                sum.transcriptionSeconds());
    }
}
