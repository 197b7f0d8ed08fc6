package dev.jgrad.cpu.loops;

/** The 16-bit format that is the upper half of a float. */
public final class BFloat16 {
    private static final short NAN = 0x7fc0;

    private BFloat16() {}

    /** The value of raw bits. */
    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The raw bits of the nearest value, ties to even. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7fff + (bits >>> 16 & 1) >>> 16;
        return value != value ? NAN : (short) rounded;
    }
}
