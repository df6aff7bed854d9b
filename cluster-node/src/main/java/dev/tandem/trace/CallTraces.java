package dev.tandem.trace;

import dev.tandem.protocol.call.CallEvent;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tool;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The traces of this node's calls: one per call, the same on whatever node carries it. Where nothing records, no call is remembered and
 * every method returns at once.
 */
public final class CallTraces {

    private final Tracer tracer;
    private final Words words;
    private final String node;
    private final Map<String, CallTrace> traces = new ConcurrentHashMap<>();

    /** @param words whether spans hold what was said; it is personal */
    public CallTraces(OpenTelemetry telemetry, boolean words, String node) {
        this.tracer = telemetry.getTracer("dev.tandem");
        this.words = new Words(words);
        this.node = node;
    }

    /** An event of a call is in its journal. */
    public void saw(String callId, String tenant, CallEvent event) {
        if (event instanceof CallEvent.CallOffered offered) {
            begin(callId, offered.at(), false);
        }
        CallTrace trace = of(callId);
        if (trace == null) {
            return;
        }
        trace.belongsTo(tenant);
        trace.saw(event);
        if (event instanceof CallEvent.CallEnded) {
            traces.remove(callId);
        }
    }

    /** A call was taken up from its journal, here or from another node: its trace goes on. */
    public void tookUp(String callId, String tenant, Optional<Agent> agent) {
        begin(callId, Instant.now(), true);
        CallTrace trace = of(callId);
        if (trace != null) {
            trace.belongsTo(tenant);
            agent.ifPresent(trace::isAnsweredBy);
        }
    }

    /** The call goes on elsewhere. */
    public void left(String callId) {
        CallTrace trace = traces.remove(callId);
        if (trace != null) {
            trace.left(Instant.now());
        }
    }

    /** One write to the call's journal was done. */
    public void wrote(String callId, int events, long nanos) {
        CallTrace trace = of(callId);
        if (trace != null) {
            trace.wrote(events, nanos, Instant.now());
        }
    }

    /** The span of one attempt at a tool, to be ended by whoever makes the attempt; one that records nothing where nothing is traced. */
    public Span attempt(String callId, String toolCallId, int attempt, Tool.Http tool) {
        CallTrace trace = of(callId);
        return trace == null ? Span.getInvalid() : trace.attempt(toolCallId, attempt, tool);
    }

    private CallTrace of(String callId) {
        return traces.isEmpty() ? null : traces.get(callId);
    }

    private void begin(String callId, Instant at, boolean takenUp) {
        if (!tracer.isEnabled() || traces.containsKey(callId)) {
            return;
        }
        Span call = tracer.spanBuilder("call")
                .setParent(CallContext.of(callId))
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(at)
                .setAttribute(GenAi.CONVERSATION, callId)
                .setAttribute(GenAi.PROVIDER, GenAi.OPENAI)
                .setAttribute("tandem.node", node)
                .setAttribute("tandem.call.taken_up", takenUp)
                .startSpan();
        if (call.isRecording()) {
            traces.put(callId, new CallTrace(tracer, words, call));
        }
    }
}
