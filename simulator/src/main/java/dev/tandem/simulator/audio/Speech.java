package dev.tandem.simulator.audio;

/**
 * A voice computed from words: each character is a hum with two overtones at a pitch of its own, with short gaps at
 * spaces, so that the same words always give the same bytes.
 */
public final class Speech {
    private static final int TABLE = 1 << 12;
    private static final short[] SINE = sine();
    private static final int LOUDNESS = 5_000;
    private static final int LOWEST_HZ = 110;
    private static final int HIGHEST_STEP = 36;
    private static final int STEP_HZ = 5;

    private final int[] characters;
    private final AudioFormat format;
    private final long samples;

    /** The words spoken in {@code durationMs}. */
    public Speech(String text, AudioFormat format, long durationMs) {
        this.characters = text.codePoints().toArray();
        this.format = format;
        this.samples = durationMs * format.rate() / 1_000;
    }

    /** The length in bytes. */
    public long bytes() {
        return samples * format.sampleBytes();
    }

    /** The bytes from one moment to another; what lies behind the end is left out. */
    public byte[] between(long fromMs, long toMs) {
        long first = Math.min(samples, fromMs * format.rate() / 1_000);
        long last = Math.min(samples, toMs * format.rate() / 1_000);
        short[] heard = new short[(int) Math.max(0, last - first)];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = sample(first + i);
        }
        return format.encode(heard);
    }

    /** All of it. */
    public byte[] all() {
        return between(0, samples * 1_000 / format.rate() + 1);
    }

    private short sample(long number) {
        if (characters.length == 0) {
            return 0;
        }
        int character = characters[(int) (number * characters.length / samples)];
        if (Character.isWhitespace(character)) {
            return 0;
        }
        long hertz = LOWEST_HZ + (long) STEP_HZ * (character % HIGHEST_STEP);
        int wave = wave(hertz, number) * 4 + wave(hertz * 5, number) * 2 + wave(hertz * 9, number);
        return (short) (wave / 7);
    }

    private int wave(long hertz, long number) {
        return SINE[(int) (number * hertz * TABLE / format.rate() & TABLE - 1)];
    }

    private static short[] sine() {
        short[] table = new short[TABLE];
        for (int i = 0; i < TABLE; i++) {
            // StrictMath: the same bytes on every machine.
            table[i] = (short) Math.round(LOUDNESS * StrictMath.sin(2 * StrictMath.PI * i / TABLE));
        }
        return table;
    }
}
