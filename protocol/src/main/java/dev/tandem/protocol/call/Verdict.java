package dev.tandem.protocol.call;

/** Whose fault a failure was. */
public enum Verdict {
    CALLER,
    OURS,
    UPSTREAM
}
