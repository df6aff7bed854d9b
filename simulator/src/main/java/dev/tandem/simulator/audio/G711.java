package dev.tandem.simulator.audio;

/** ITU-T G.711: 16 bit linear samples to 8 bit and back. */
public final class G711 {
    private static final int MU_BIAS = 0x84;
    private static final int MU_CLIP = 32_635;

    private G711() {}

    /** Mu-law. */
    public static byte toMuLaw(short sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs((int) sample), MU_CLIP) + MU_BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = magnitude >> (exponent + 3) & 0x0F;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }

    /** The linear value of a mu-law byte. */
    public static short fromMuLaw(byte code) {
        int bits = ~code & 0xFF;
        int magnitude = (((bits & 0x0F) << 3) + MU_BIAS << (bits >> 4 & 0x07)) - MU_BIAS;
        return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    /** A-law, with the even bits inverted as on the line. */
    public static byte toALaw(short sample) {
        int sign = sample >= 0 ? 0x80 : 0;
        int magnitude = (sample >= 0 ? sample : ~sample) >> 3;
        int exponent = Math.max(0, 27 - Integer.numberOfLeadingZeros(magnitude));
        int mantissa = exponent == 0 ? magnitude >> 1 & 0x0F : magnitude >> exponent & 0x0F;
        return (byte) ((sign | exponent << 4 | mantissa) ^ 0x55);
    }

    /** The linear value of an A-law byte. */
    public static short fromALaw(byte code) {
        int bits = code & 0xFF ^ 0x55;
        int exponent = bits >> 4 & 0x07;
        int mantissa = (bits & 0x0F) << 4 | 0x08;
        int magnitude = exponent == 0 ? mantissa : mantissa + 0x100 << exponent - 1;
        return (short) ((bits & 0x80) != 0 ? magnitude : -magnitude);
    }
}
