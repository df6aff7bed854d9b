package dev.tandem.simulator.caller;

/**
 * How fast the simulated people live: human milliseconds divided by the speed.
 *
 * @param speed 1 is real time, 4 is four times as fast; positive
 */
public record Pace(double speed) {
    /** About 18 characters a second, a brisk telephone voice. */
    private static final long MS_PER_CHARACTER = 55;

    private static final long SHORTEST_MS = 600;
    /** Even a text of many KB is over after this time, so that no script takes hours. */
    private static final long LONGEST_MS = 12_000;

    /** Refuses a speed that would stop time. */
    public Pace {
        if (!(speed > 0 && speed <= 10_000)) {
            throw new IllegalArgumentException("speed must be between 0 and 10000, not " + speed);
        }
    }

    /** The real milliseconds that a human time takes. */
    public long real(long humanMs) {
        return Math.max(0, Math.round(humanMs / speed));
    }

    /** The human milliseconds that passed in a real time. */
    public long human(long realMs) {
        return Math.round(realMs * speed);
    }

    /** How long a person needs to say a text, in human milliseconds. */
    public static long speechMs(String text) {
        return Math.clamp(300 + MS_PER_CHARACTER * text.length(), SHORTEST_MS, LONGEST_MS);
    }
}
