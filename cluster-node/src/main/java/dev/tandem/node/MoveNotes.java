package dev.tandem.node;

import dev.tandem.call.CallState;
import dev.tandem.call.CallWatch;
import dev.tandem.persistence.log.CallLines;
import dev.tandem.persistence.projection.MovedCalls;
import dev.tandem.persistence.projection.summary.Unsettled;
import dev.tandem.protocol.call.CallEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what runs after calls which of the node's calls moved, beside what another watch does. */
final class MoveNotes implements CallWatch {

    private static final Logger LOG = LoggerFactory.getLogger(MoveNotes.class);

    private final CallWatch watch;
    private final MovedCalls moved;
    private final Unsettled unsettled;

    MoveNotes(CallWatch watch, MovedCalls moved, Unsettled unsettled) {
        this.watch = watch;
        this.moved = moved;
        this.unsettled = unsettled;
    }

    @Override
    public void saw(String callId, String tenant, CallEvent event) {
        watch.saw(callId, tenant, event);
        if (event instanceof CallEvent.CallEnded) {
            // Where the end of this node does not reach it.
            unsettled.ended(callId).exceptionally(failure -> {
                CallLines.about(callId, tenant, () -> LOG.warn("its end was not noted: {}", failure.toString()));
                return null;
            });
        }
        if (event instanceof CallEvent.Lifecycle) {
            moved.moved(callId);
        }
    }

    /** The node it was on may have died before it told anybody. */
    @Override
    public void tookUp(String callId, CallState state) {
        watch.tookUp(callId, state);
        moved.moved(callId);
    }

    @Override
    public void wrote(String callId, int events, long nanos) {
        watch.wrote(callId, events, nanos);
    }

    @Override
    public void left(String callId) {
        watch.left(callId);
    }
}
