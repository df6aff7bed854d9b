package dev.tandem.protocol.call;

/** Why a sideband socket was lost. */
public enum SidebandLoss {
    /** The peer sent a close frame. */
    CLOSED,
    /** The connection ended without one. */
    CUT,
    /** No pong came back in time: half open. */
    SILENT,
    /** The handshake was refused or failed. */
    REFUSED,
    /** The node that held it is gone. */
    NODE_LOST,
    /** We close it, because another node of ours takes the call over. */
    HANDED_OVER
}
