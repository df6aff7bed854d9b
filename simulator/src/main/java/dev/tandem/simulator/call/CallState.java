package dev.tandem.simulator.call;

/** Where a call stands. */
public enum CallState {
    /** Offered and not yet answered. */
    RINGING,
    /** Accepted, the caller hears the agent. */
    LIVE,
    /** Refused with a SIP status. */
    REJECTED,
    /** The caller left while it rang. */
    LEFT,
    /** Was live and is over. */
    ENDED
}
