package dev.tandem.socket;

/** An open WebSocket of a call; every method may be called from any thread and returns at once. */
public interface Socket {

    /**
     * Sends one text message; messages of one thread keep their order.
     *
     * @param utf8 the message; never changed here, and not to be changed by the caller afterwards
     * @return true when taken (not: delivered); false when the socket is gone or closing, or its bound of pending bytes is met: the message is then
     *     not sent, and {@link SocketListener#room} says when to try again
     */
    boolean send(byte[] utf8);

    /**
     * Closes politely: what was taken is sent first, then the close frame; the peer's close frame is awaited for {@link SocketSettings#closeWithin},
     * then the socket is cut. Messages that arrive meanwhile still reach the listener. A second call changes nothing.
     *
     * @param code 1000 to 4999, as RFC 6455 section 7.4 allows an endpoint to send
     * @param reason cut to 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /** Ends the socket at once; messages taken but not yet written are dropped. */
    void cut();
}
