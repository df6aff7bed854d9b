package dev.tandem.socket;

/**
 * Hears everything of one call socket.
 *
 * <p>Every method is called on the socket's own event loop thread, in order: exactly one of {@code opened} and {@code refused} first; after
 * {@code opened} any number of {@code text} and {@code room}, then exactly one {@code ended}, last. A method must neither block nor do long work: the
 * same thread carries other calls. What a method throws is logged and changes nothing.
 */
public interface SocketListener {

    /** The handshake is done; the socket takes messages. */
    void opened(Socket socket);

    /**
     * The socket never opened.
     *
     * @param httpStatus the answer's status; 0 when there was no HTTP answer (name unknown, connect or TLS failed, nothing said in time)
     * @param reason for people: what happened, and of an HTTP answer at most 1 KB of its body
     */
    void refused(int httpStatus, String reason);

    /** One whole text message, valid UTF-8, at most {@link SocketSettings#maxMessageBytes} long; the array is the receiver's. */
    void text(byte[] utf8);

    /** Pending bytes fell below half their bound after a {@link Socket#send} was refused for it: sending is worth trying again. */
    default void room() {}

    /**
     * The socket is gone.
     *
     * @param closeCode the close frame's code (RFC 6455 section 7.4); 1005 when it carried none, 1006 when there was no close frame
     * @param reason for people; at most 123 bytes of it are the peer's
     */
    void ended(SocketEnd end, int closeCode, String reason);
}
