package dev.tandem.simulator.call;

/** Is told when a session changes; on the event loop. */
public interface SessionListener {
    /** The call was accepted, or the model session opened, a moment ago. */
    void accepted(Session session);

    /** A WebSocket was opened and has got its first event. */
    void attached(Session session);

    /** The session is over, whatever way. */
    void over(Session session);
}
