package dev.tandem.node;

import dev.tandem.call.CallState;
import dev.tandem.call.CallStates;
import dev.tandem.call.CallWatch;
import dev.tandem.protocol.call.CallEvent;
import dev.tandem.trace.CallTraces;

/** Tells another watch what happens to the node's calls, and their traces as well. */
final class TracedCalls implements CallWatch {

    private final CallWatch watch;
    private final CallTraces traces;

    TracedCalls(CallWatch watch, CallTraces traces) {
        this.watch = watch;
        this.traces = traces;
    }

    @Override
    public void saw(String callId, String tenant, CallEvent event) {
        watch.saw(callId, tenant, event);
        traces.saw(callId, tenant, event);
    }

    @Override
    public void wrote(String callId, int events, long nanos) {
        watch.wrote(callId, events, nanos);
        traces.wrote(callId, events, nanos);
    }

    @Override
    public void left(String callId) {
        watch.left(callId);
        traces.left(callId);
    }

    @Override
    public void tookUp(String callId, CallState state) {
        watch.tookUp(callId, state);
        if (state.holdsSlot()) {
            traces.tookUp(callId, CallStates.tenant(state), CallStates.agent(state));
        }
    }
}
