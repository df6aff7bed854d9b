package dev.tandem.simulator.caller;

import java.util.Locale;
import java.util.Optional;

/** A habit of the vendor or the caller that can be switched on for any script. */
public enum Switch {
    /** Caller transcripts are completed after the response. */
    LATE,
    /** Item and transcription events leave in an unusual but permitted order. */
    REORDER,
    /** Every event except deltas and session events is written twice, with one event id. */
    DUPLICATE,
    /** The caller barges in on every second answer of the agent. */
    INTERRUPT,
    /** Every spoken text gets words outside of ASCII. */
    NON_ASCII;

    /** The switch of a name such as {@code non-ascii} or {@code NON_ASCII}. */
    public static Optional<Switch> named(String name) {
        String wanted = name.replace('-', '_').toUpperCase(Locale.ROOT);
        for (Switch candidate : values()) {
            if (candidate.name().equals(wanted)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The name used on the command line and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
