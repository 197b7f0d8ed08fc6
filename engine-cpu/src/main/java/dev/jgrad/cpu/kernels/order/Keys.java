package dev.jgrad.cpu.kernels.order;

import dev.jgrad.data.DType;

/**
 * Numbers whose unsigned order is the order of elements: NaN above everything and equal to itself, the two zeros equal.
 */
final class Keys {
    private Keys() {}

    /** Bits of a key that matter: 64, or the lower 32. */
    static int width(DType dtype) {
        return dtype == DType.FLOAT64 || dtype == DType.INT64 ? 64 : 32;
    }

    /** Makes keys of the raw bits of elements; for descending order in reverse. */
    static void of(DType dtype, long[] bits, long[] keys, int n, boolean descending) {
        switch (dtype) {
            case FLOAT32 -> {
                for (int i = 0; i < n; i++) {
                    keys[i] = ofFloat(Float.intBitsToFloat((int) bits[i]));
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    keys[i] = ofFloat(Float.float16ToFloat((short) bits[i]));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    keys[i] = ofFloat(Float.intBitsToFloat((int) bits[i] << 16));
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < n; i++) {
                    keys[i] = ofDouble(Double.longBitsToDouble(bits[i]));
                }
            }
            case INT64 -> {
                for (int i = 0; i < n; i++) {
                    keys[i] = bits[i] ^ Long.MIN_VALUE;
                }
            }
            case INT32, INT16, INT8 -> {
                for (int i = 0; i < n; i++) {
                    keys[i] = bits[i] + (1L << 31);
                }
            }
            case UINT8, BOOL -> {
                for (int i = 0; i < n; i++) {
                    keys[i] = bits[i] & 0xff;
                }
            }
        }
        if (descending) {
            long mask = width(dtype) == 64 ? -1L : 0xffffffffL;
            for (int i = 0; i < n; i++) {
                keys[i] ^= mask;
            }
        }
    }

    private static long ofFloat(float value) {
        // floatToIntBits knows one NaN only; adding 0 makes the negative zero positive.
        int bits = Float.floatToIntBits(value + 0f);
        return (bits ^ (bits >> 31 | Integer.MIN_VALUE)) & 0xffffffffL;
    }

    private static long ofDouble(double value) {
        long bits = Double.doubleToLongBits(value + 0d);
        return bits ^ (bits >> 63 | Long.MIN_VALUE);
    }
}
