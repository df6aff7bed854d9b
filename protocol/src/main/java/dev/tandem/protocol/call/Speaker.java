package dev.tandem.protocol.call;

/** Who spoke a turn. */
public enum Speaker {
    CALLER,
    AGENT
}
