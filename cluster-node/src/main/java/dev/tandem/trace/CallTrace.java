package dev.tandem.trace;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.call.Termination;
import dev.tandem.protocol.call.ToolOutcome;
import dev.tandem.protocol.call.TurnTiming;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The spans of one call on this node, as its events tell them; of its entity's thread, except for the attempts at tools. */
final class CallTrace {

    private static final AttributeKey<String> REASON = AttributeKey.stringKey("tandem.reason");
    private static final AttributeKey<Long> EPOCH = AttributeKey.longKey("tandem.sideband.epoch");

    private final Tracer tracer;
    private final Words words;
    private final Span call;
    private final Context within;
    private final Map<String, Span> tools = new ConcurrentHashMap<>();
    private TurnSpan turn;
    private int turns;
    private String model = "";
    private String tenant;
    private Instant offeredAt;
    private Instant acceptRequestedAt;
    private Instant lostAt;
    private CallEvent.UsageRecorded usage;
    private CallEvent.TurnTranscribed callerSaid;
    private CallEvent.TurnTranscribed agentSaid;

    CallTrace(Tracer tracer, Words words, Span call) {
        this.tracer = tracer;
        this.words = words;
        this.call = call;
        this.within = Context.root().with(call);
    }

    void belongsTo(String owner) {
        if (tenant == null && owner != null) {
            tenant = owner;
            call.setAttribute("tandem.tenant", owner);
        }
    }

    void isAnsweredBy(Agent agent) {
        model = agent.model();
        call.setAttribute(GenAi.MODEL, model);
        call.setAttribute(GenAi.AGENT, agent.name());
    }

    void saw(CallEvent event) {
        switch (event) {
            case CallEvent.CallOffered offered -> offeredAt = offered.at();
            case CallEvent.CallAdmitted admitted -> {
                isAnsweredBy(admitted.agent());
                decided(admitted.at(), "admitted", "none");
            }
            case CallEvent.CallRefused refused ->
                decided(refused.at(), "refused", refused.reason().slug());
            case CallEvent.CallRejected rejected ->
                happened("rejected", rejected.at(), AttributeKey.longKey("tandem.sip_status"), (long)
                        rejected.sipStatus());
            case CallEvent.AcceptRequested requested -> acceptRequestedAt = requested.at();
            case CallEvent.CallAccepted accepted -> accept(accepted.at(), null);
            case CallEvent.AcceptFailed failed ->
                accept(failed.at(), failed.verdict().name());
            case CallEvent.SidebandAttached attached -> attached(attached);
            case CallEvent.SidebandLost lost -> {
                lostAt = lost.at();
                happened("sideband lost", lost.at(), REASON, slug(lost.cause()));
            }
            case CallEvent.TranscriptGap gap ->
                happened("transcript gap", gap.at(), AttributeKey.longKey("tandem.gap_ms"), gap.ms());
            case CallEvent.GreetingIssued greeting -> call.addEvent("greeting asked for", greeting.at());
            case CallEvent.TurnTranscribed said -> {
                switch (said.speaker()) {
                    case CALLER -> callerSaid = said;
                    case AGENT -> agentSaid = said;
                }
            }
            case CallEvent.TurnUntranscribed turned -> call.addEvent("turn without words", turned.at());
            case CallEvent.TurnInterrupted cut -> {
                if (turn != null) {
                    turn.span().addEvent("interrupted", cut.at());
                }
            }
            case CallEvent.UsageRecorded used -> usage = used.model().equals(model) ? used : usage;
            case CallEvent.TurnTimed timed -> timed(timed);
            case CallEvent.ToolRequested tool -> requested(tool);
            case CallEvent.ToolStarted started -> {}
            case CallEvent.ToolFinished finished -> finished(finished);
            case CallEvent.ToolAnswered answered -> {}
            case CallEvent.ToolAbandoned abandoned -> ended(abandoned.toolCallId(), "abandoned", abandoned.at());
            case CallEvent.AgentHandedOff handoff -> call.addEvent("handed off", handoff.at());
            case CallEvent.DtmfReceived key -> call.addEvent("key pressed", key.at());
            case CallEvent.TransferRequested transfer -> call.addEvent("transfer requested", transfer.at());
            case CallEvent.TransferHandedOver transfer -> call.addEvent("transfer handed over", transfer.at());
            case CallEvent.TransferFailed failed ->
                happened("transfer failed", failed.at(), REASON, slug(failed.verdict()));
            case CallEvent.StopRequested stop ->
                happened("ending", stop.at(), REASON, stop.reason().slug());
            case CallEvent.CallHungUp hungUp -> call.addEvent("hung up", hungUp.at());
            case CallEvent.CallEnded over -> over(over);
        }
    }

    void wrote(int events, long nanos, Instant at) {
        span("journal write", at.minusNanos(nanos))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("db.system.name", "cassandra")
                .setAttribute("tandem.journal.events", events)
                .startSpan()
                .end(at);
    }

    Span attempt(String toolCallId, int attempt, Tool.Http target) {
        Span tool = tools.get(toolCallId);
        if (tool == null) {
            return Span.getInvalid();
        }
        return tracer.spanBuilder(target.method())
                .setParent(Context.root().with(tool))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", target.method())
                .setAttribute("server.address", URI.create(target.url()).getHost())
                .setAttribute("tandem.tool.attempt", attempt)
                .startSpan();
    }

    /** The call goes on elsewhere, in spans of that node. */
    void left(Instant at) {
        call.setAttribute("tandem.call.handed_over", true);
        end(at);
    }

    private void decided(Instant at, String decision, String reason) {
        if (offeredAt != null) {
            tracer.spanBuilder("admission")
                    .setParent(within)
                    .setStartTimestamp(offeredAt)
                    .setAttribute("tandem.admission.decision", decision)
                    .setAttribute(REASON, reason)
                    .startSpan()
                    .end(at);
        }
    }

    private void accept(Instant at, String failure) {
        if (acceptRequestedAt == null) {
            return;
        }
        Span accept = tracer.spanBuilder("accept")
                .setParent(within)
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(acceptRequestedAt)
                .startSpan();
        if (failure != null) {
            accept.setStatus(StatusCode.ERROR, failure);
        }
        accept.end(at);
    }

    private void attached(CallEvent.SidebandAttached attached) {
        happened("sideband attached", attached.at(), EPOCH, attached.epoch());
        if (lostAt != null) {
            tracer.spanBuilder("reattach")
                    .setParent(within)
                    .setStartTimestamp(lostAt)
                    .setAttribute(EPOCH, attached.epoch())
                    .startSpan()
                    .end(attached.at());
            lostAt = null;
        }
    }

    /** A response is over: the turn it belongs to is a new one where it was the first after the caller's speech. */
    private void timed(CallEvent.TurnTimed timed) {
        TurnTiming timing = timed.timing();
        Instant created = timed.at().minusMillis(Math.max(0, timing.toDone()));
        if (turn == null || timing.toResponse() >= 0) {
            begin(created.minusMillis(Math.max(0, timing.toResponse())));
        }
        if (timing.speechEnd() != null) {
            turn.span().setAttribute("tandem.turn.clock", slug(timing.speechEnd()));
        }
        if (timing.toFirstAudio() >= 0) {
            turn.span().setAttribute("tandem.turn.first_audio_ms", timing.toFirstAudio());
        }
        SpanBuilder chat = span(GenAi.chatName(model), created).setSpanKind(SpanKind.CLIENT);
        GenAi.chat(chat, model);
        if (usage != null) {
            GenAi.used(chat, usage);
            usage = null;
        }
        Span response = chat.startSpan();
        putWords(response);
        response.end(timed.at());
        turn.lastedTo(timed.at());
    }

    private void begin(Instant at) {
        endTurn();
        turns++;
        turn = TurnSpan.begin(tracer, within, turns, at);
    }

    private void endTurn() {
        if (turn != null) {
            turn.end();
            turn = null;
        }
    }

    private void putWords(Span span) {
        words.put(span, Words.CALLER, callerSaid == null ? null : callerSaid.text());
        words.put(span, Words.AGENT, agentSaid == null ? null : agentSaid.text());
        callerSaid = null;
        agentSaid = null;
    }

    private void requested(CallEvent.ToolRequested tool) {
        if (turn == null) {
            begin(tool.at());
        }
        SpanBuilder builder = span(GenAi.toolName(tool.name()), tool.at());
        GenAi.tool(builder, tool.name(), tool.toolCallId());
        Span span = builder.startSpan();
        words.put(span, Words.ARGUMENTS, tool.arguments());
        tools.put(tool.toolCallId(), span);
        turn.lastedTo(tool.at());
    }

    private void finished(CallEvent.ToolFinished finished) {
        Span tool = tools.get(finished.toolCallId());
        if (tool != null) {
            words.put(tool, Words.OUTPUT, finished.output());
            ended(
                    finished.toolCallId(),
                    finished.outcome() == ToolOutcome.SUCCEEDED ? null : slug(finished.outcome()),
                    finished.at());
        }
    }

    private void ended(String toolCallId, String failure, Instant at) {
        Span tool = tools.remove(toolCallId);
        if (tool == null) {
            return;
        }
        if (failure != null) {
            tool.setStatus(StatusCode.ERROR, failure);
        }
        tool.end(at);
        if (turn != null) {
            turn.lastedTo(at);
        }
    }

    private void over(CallEvent.CallEnded ended) {
        call.setAttribute("tandem.call.outcome", ended.termination().slug());
        if (ended.termination().result() == Termination.Result.FAILED) {
            call.setStatus(StatusCode.ERROR, ended.termination().slug());
        }
        end(ended.at());
    }

    private void end(Instant at) {
        tools.keySet().forEach(tool -> ended(tool, "the call ended first", at));
        if (turn != null) {
            putWords(turn.span());
        }
        endTurn();
        call.end(at);
    }

    /** A span below the turn that is going on, or below the call between turns. */
    private SpanBuilder span(String name, Instant start) {
        return tracer.spanBuilder(name)
                .setParent(turn == null ? within : turn.within())
                .setStartTimestamp(start);
    }

    private <T> void happened(String what, Instant at, AttributeKey<T> key, T value) {
        call.addEvent(what, Attributes.of(key, value), at);
    }

    private static String slug(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
