package dev.jgrad.cpu.loops;

/**
 * Conversion between scratch arrays. What an integer cannot hold, NaN among it, becomes the least one: that is what the
 * processor's own instruction gives, and PyTorch with it; Java would saturate.
 */
final class Conversions {
    private static final float TWO_TO_31F = 0x1p31f;
    private static final float TWO_TO_63F = 0x1p63f;
    private static final double TWO_TO_31 = 0x1p31;
    private static final double TWO_TO_63 = 0x1p63;

    private Conversions() {}

    static void convert(float[] src, int from, double[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[from + i];
        }
    }

    static void convert(float[] src, int from, int[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            float v = src[from + i];
            dst[at + i] = v < TWO_TO_31F ? (int) v : Integer.MIN_VALUE;
        }
    }

    static void convert(float[] src, int from, long[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            float v = src[from + i];
            dst[at + i] = v < TWO_TO_63F ? (long) v : Long.MIN_VALUE;
        }
    }

    static void convert(double[] src, int from, float[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (float) src[from + i];
        }
    }

    static void convert(double[] src, int from, int[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            double v = src[from + i];
            dst[at + i] = v < TWO_TO_31 ? (int) v : Integer.MIN_VALUE;
        }
    }

    static void convert(double[] src, int from, long[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            double v = src[from + i];
            dst[at + i] = v < TWO_TO_63 ? (long) v : Long.MIN_VALUE;
        }
    }

    static void convert(int[] src, int from, float[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (float) src[from + i];
        }
    }

    static void convert(int[] src, int from, double[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[from + i];
        }
    }

    static void convert(int[] src, int from, long[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[from + i];
        }
    }

    static void convert(long[] src, int from, float[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (float) src[from + i];
        }
    }

    static void convert(long[] src, int from, double[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (double) src[from + i];
        }
    }

    static void convert(long[] src, int from, int[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (int) src[from + i];
        }
    }

    static void truth(float[] src, int from, int[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[from + i] != 0 ? 1 : 0;
        }
    }

    static void truth(double[] src, int from, int[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[from + i] != 0 ? 1 : 0;
        }
    }

    static void truth(long[] src, int from, int[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[from + i] != 0 ? 1 : 0;
        }
    }
}
