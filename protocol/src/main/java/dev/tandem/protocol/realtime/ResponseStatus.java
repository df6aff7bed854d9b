package dev.tandem.protocol.realtime;

/** How a response stands; {@code OTHER} is a value newer than this code. */
public enum ResponseStatus {
    IN_PROGRESS,
    COMPLETED,
    CANCELLED,
    FAILED,
    INCOMPLETE,
    OTHER
}
