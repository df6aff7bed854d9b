package dev.tandem.node;

import dev.tandem.call.CallState;
import dev.tandem.call.CallWatch;
import dev.tandem.persistence.log.CallLines;
import dev.tandem.persistence.projection.summary.Unsettled;
import dev.tandem.protocol.call.CallEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes each end of the node's calls for the sweep after calls, beside what another watch does. */
final class EndNotes implements CallWatch {

    private static final Logger LOG = LoggerFactory.getLogger(EndNotes.class);

    private final CallWatch watch;
    private final Unsettled unsettled;

    EndNotes(CallWatch watch, Unsettled unsettled) {
        this.watch = watch;
        this.unsettled = unsettled;
    }

    @Override
    public void saw(String callId, String tenant, CallEvent event) {
        watch.saw(callId, tenant, event);
        if (event instanceof CallEvent.CallEnded) {
            // Only a net: the projection by tag nearly always sees the end as well.
            unsettled.ended(callId).exceptionally(failure -> {
                CallLines.about(callId, tenant, () -> LOG.warn("its end was not noted: {}", failure.toString()));
                return null;
            });
        }
    }

    @Override
    public void wrote(String callId, int events, long nanos) {
        watch.wrote(callId, events, nanos);
    }

    @Override
    public void left(String callId) {
        watch.left(callId);
    }

    @Override
    public void tookUp(String callId, CallState state) {
        watch.tookUp(callId, state);
    }
}
