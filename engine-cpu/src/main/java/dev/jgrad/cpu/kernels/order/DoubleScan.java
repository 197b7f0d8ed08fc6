package dev.jgrad.cpu.kernels.order;

import dev.jgrad.spi.ScanKind;

/** One step of a scan over lines side by side, for floating dtypes, in double. */
final class DoubleScan {
    private DoubleScan() {}

    /**
     * Takes row {@code i} of each line in: {@code state} is what was found so far, and afterwards the result.
     *
     * @param where the index of the extreme; only for CUMMAX and CUMMIN
     */
    static void step(ScanKind kind, double[] x, int at, double[] state, long[] where, int w, long i) {
        switch (kind) {
            case CUMSUM -> {
                for (int j = 0; j < w; j++) {
                    state[j] += x[at + j];
                }
            }
            case CUMPROD -> {
                for (int j = 0; j < w; j++) {
                    state[j] *= x[at + j];
                }
            }
            case CUMMAX -> {
                for (int j = 0; j < w; j++) {
                    double v = x[at + j];
                    if (v != v || v >= state[j] || i == 0) {
                        state[j] = v;
                        where[j] = i;
                    }
                }
            }
            case CUMMIN -> {
                for (int j = 0; j < w; j++) {
                    double v = x[at + j];
                    if (v != v || v <= state[j] || i == 0) {
                        state[j] = v;
                        where[j] = i;
                    }
                }
            }
            case LOGCUMSUMEXP -> {
                for (int j = 0; j < w; j++) {
                    state[j] = logAddExp(state[j], x[at + j]);
                }
            }
        }
    }

    private static double logAddExp(double a, double b) {
        double m = Math.max(a, b);
        return Double.isInfinite(m) || m != m ? m : m + Math.log1p(Math.exp(Math.min(a, b) - m));
    }

    static double start(ScanKind kind) {
        return switch (kind) {
            case CUMSUM -> 0;
            case CUMPROD -> 1;
            case CUMMAX, CUMMIN -> 0;
            case LOGCUMSUMEXP -> Double.NEGATIVE_INFINITY;
        };
    }
}
