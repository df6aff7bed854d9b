package dev.tandem.simulator.call;

/** What can go wrong with one event on its way to the client. */
public enum Trouble {
    /** It is never written. */
    LOST,
    /** It is written twice, with one event id. */
    TWICE,
    /** Half of it is written, which is no JSON. */
    GARBLED,
    /** Before it come copies of it, each without one of its fields or with one mistyped. */
    MUTILATED,
    /** It is written {@link #DELAY_MS} later, behind others. */
    LATE;

    static final long DELAY_MS = 1_000;
}
