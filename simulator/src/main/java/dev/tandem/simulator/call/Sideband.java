package dev.tandem.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One open WebSocket that hears and steers a call. */
public interface Sideband {
    /** Writes an event; false when nobody can receive it any more. */
    boolean send(ObjectNode event);

    /** Writes a text frame that need not be an event. */
    void sendText(String text);

    /** Closes with a close frame. */
    void close(int code, String reason);

    /** Cuts the TCP connection without a close frame. */
    void abort();

    /** Stops reading and writing while the connection stays open. */
    void freeze();
}
