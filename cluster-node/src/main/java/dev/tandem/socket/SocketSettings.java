package dev.tandem.socket;

import java.time.Duration;

/**
 * Bounds and times of call sockets.
 *
 * @param eventLoops threads that carry all sockets, at least 1
 * @param connectTimeout name lookup and TCP connect
 * @param handshakeTimeout TLS and the WebSocket handshake, from the TCP connect on
 * @param pingEvery between two pings
 * @param pongWithin after a ping, a frame of any kind must arrive within this time; less than {@code pingEvery}
 * @param closeWithin how long the peer's close frame is awaited after ours
 * @param maxFrameBytes payload of one frame received
 * @param maxMessageBytes one message received, all its frames together; at least {@code maxFrameBytes}
 * @param maxPendingBytes messages taken from us and not yet written to the network, each counted with 64 bytes of overhead
 * @param highWaterBytes bytes in the channel's write buffer above which no more are put in
 * @param lowWaterBytes bytes in the channel's write buffer below which more are put in again
 */
public record SocketSettings(
        int eventLoops,
        Duration connectTimeout,
        Duration handshakeTimeout,
        Duration pingEvery,
        Duration pongWithin,
        Duration closeWithin,
        int maxFrameBytes,
        int maxMessageBytes,
        int maxPendingBytes,
        int highWaterBytes,
        int lowWaterBytes) {

    /** Refuses, by {@link IllegalArgumentException}, what no socket could work with. */
    public SocketSettings {
        require(eventLoops >= 1, "eventLoops must be at least 1");
        positive(connectTimeout, "connectTimeout");
        positive(handshakeTimeout, "handshakeTimeout");
        positive(pingEvery, "pingEvery");
        positive(pongWithin, "pongWithin");
        positive(closeWithin, "closeWithin");
        require(pongWithin.compareTo(pingEvery) < 0, "pongWithin must be less than pingEvery");
        require(maxFrameBytes >= 125, "maxFrameBytes must be at least 125");
        require(maxMessageBytes >= maxFrameBytes, "maxMessageBytes must be at least maxFrameBytes");
        require(maxPendingBytes >= 1, "maxPendingBytes must be at least 1");
        require(
                lowWaterBytes >= 0 && lowWaterBytes <= highWaterBytes,
                "lowWaterBytes must be between 0 and highWaterBytes");
    }

    /**
     * What a node uses unless told otherwise: one event loop per two cores (1 to 4), 5 s to connect, 10 s for the handshake, a ping every 15 s
     * answered within 10 s, frames of 1 MiB, messages of 2 MiB, 1 MiB pending.
     */
    public static SocketSettings defaults() {
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
        return new SocketSettings(
                loops,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                1 << 20,
                2 << 20,
                1 << 20,
                64 << 10,
                32 << 10);
    }

    /** The same with other times of the heartbeat. */
    public SocketSettings withHeartbeat(Duration every, Duration within) {
        return new SocketSettings(
                eventLoops,
                connectTimeout,
                handshakeTimeout,
                every,
                within,
                closeWithin,
                maxFrameBytes,
                maxMessageBytes,
                maxPendingBytes,
                highWaterBytes,
                lowWaterBytes);
    }

    private static void positive(Duration time, String name) {
        require(time.isPositive(), name + " must be more than 0");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) throw new IllegalArgumentException(otherwise);
    }
}
