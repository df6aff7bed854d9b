package dev.tandem.simulator.call;

/** Is told when a call changes; on the event loop. */
public interface CallListener {
    /** The call was accepted a moment ago. */
    void accepted(Call call);

    /** A sideband was opened and has got its first event. */
    void attached(Call call);

    /** The call is over, whatever way. */
    void over(Call call);
}
