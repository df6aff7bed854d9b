package dev.tandem.simulator.event;

import java.util.SplittableRandom;

/** Makes the vendor's identifiers from a seed, so that a run with the same seed has the same ones. */
public final class Ids {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** Length of the random part in the vendor's examples. */
    private static final int LENGTH = 21;

    private final SplittableRandom random;

    /** A generator of its own for the {@code ordinal}-th call of a run. */
    public Ids(long seed, long ordinal) {
        this.random = new SplittableRandom(new SplittableRandom(seed + 0x9E3779B97F4A7C15L * ordinal).nextLong());
    }

    /** A fresh id such as {@code event_C9G5RJeJ2gF77mV7f2B1j}. */
    public String fresh(String prefix) {
        StringBuilder id =
                new StringBuilder(prefix.length() + 1 + LENGTH).append(prefix).append('_');
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /** A fresh call id: {@code rtc_} and 32 hex digits. */
    public String freshCallId() {
        return "rtc_%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    /** A fresh random UUID-shaped text, as carriers use for the SIP Call-ID. */
    public String freshUuid() {
        return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
    }
}
