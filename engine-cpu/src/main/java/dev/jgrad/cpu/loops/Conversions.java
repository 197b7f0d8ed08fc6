package dev.jgrad.cpu.loops;

/** Conversion between scratch arrays; C's rules, which are Java's within the range of the target. */
final class Conversions {
    private Conversions() {}

    static void convert(float[] src, int from, double[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = src[from + i];
        }
    }

    static void convert(float[] src, int from, int[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (int) src[from + i];
        }
    }

    static void convert(float[] src, int from, long[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (long) src[from + i];
        }
    }

    static void convert(double[] src, int from, float[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (float) src[from + i];
        }
    }

    static void convert(double[] src, int from, int[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (int) src[from + i];
        }
    }

    static void convert(double[] src, int from, long[] dst, int at, int n) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = (long) src[from + i];
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
