package dev.tandem.simulator.event;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes the vendor's identifiers from a seed, so that a run with the same seed has the same ones. */
public final class Ids {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** Length of the random part in the vendor's examples. */
    private static final int LENGTH = 21;

    private final long seed;
    private final Map<String, SplittableRandom> streams = new HashMap<>();

    /** A generator of its own for the {@code ordinal}-th call of a run. */
    public Ids(long seed, long ordinal) {
        this.seed = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * ordinal).nextLong();
    }

    /** A fresh id such as {@code event_C9G5RJeJ2gF77mV7f2B1j}; ids of one kind do not depend on those of another. */
    public String fresh(String prefix) {
        return id(prefix, stream(prefix));
    }

    /** A fresh id for something that the client made, apart from those of the simulator's own. */
    public String freshOfClient(String prefix) {
        return id(prefix, stream(prefix + " of the client"));
    }

    /** The id that belongs to a purpose: always the same for the same one. */
    public String idFor(String prefix, String purpose) {
        return id(prefix, new SplittableRandom(salted(prefix + " " + purpose)));
    }

    /** A fresh call id: {@code rtc_} and 32 hex digits. */
    public String freshCallId() {
        SplittableRandom random = stream("rtc");
        return "rtc_%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    /** A fresh random UUID-shaped text, as carriers use for the SIP Call-ID. */
    public String freshUuid() {
        SplittableRandom random = stream("uuid");
        return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** A fresh number from 0 to 1, for everything that is left to chance. */
    public double chance() {
        return stream("chance").nextDouble();
    }

    private SplittableRandom stream(String name) {
        return streams.computeIfAbsent(name, key -> new SplittableRandom(salted(key)));
    }

    private long salted(String name) {
        long hash = seed;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    private static String id(String prefix, SplittableRandom random) {
        StringBuilder id =
                new StringBuilder(prefix.length() + 1 + LENGTH).append(prefix).append('_');
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
