package dev.tandem.socket;

/** How an opened call socket came to its end. */
public enum SocketEnd {
    /** The peer sent a close frame first. */
    CLOSED,
    /** The connection broke without a close frame: reset, end of stream, TLS alert. */
    CUT,
    /** Half open: the peer answered no ping, or took none of our bytes, within the settings. */
    SILENT,
    /** The peer sent a frame or message over its bound (close code 1009). */
    TOO_LARGE,
    /** The peer broke the WebSocket protocol (1002) or sent text that is not UTF-8 (1007). */
    MALFORMED,
    /** We closed or cut it, or the node's sockets were shut. */
    OURS
}
