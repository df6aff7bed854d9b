package dev.tandem.call;

import dev.tandem.protocol.call.CallEvent;

/** Sees every event of every call of this node once it is in the journal: for logs, metrics, traces and the live feed. */
public interface CallWatch {

    /** {@code tenant} null before one is known. Called on the entity's thread; must not block. */
    void saw(String callId, String tenant, CallEvent event);

    /**
     * One write to the call's journal was done; told after what it held was seen.
     *
     * @param nanos how long it took
     */
    default void wrote(String callId, int events, long nanos) {}

    /** The call is no longer this node's: it goes on elsewhere, or it is over. */
    void left(String callId);

    /** A call was taken up again from its journal. */
    void tookUp(String callId, CallState state);
}
