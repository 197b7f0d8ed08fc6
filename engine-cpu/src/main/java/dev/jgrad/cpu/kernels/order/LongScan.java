package dev.jgrad.cpu.kernels.order;

import dev.jgrad.spi.ScanKind;

/** One step of a scan for integers; sums and products wrap. */
final class LongScan {
    private LongScan() {}

    /** As {@link DoubleScan#step}. */
    static void step(ScanKind kind, long[] x, int at, long[] state, long[] where, int w, long i) {
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
                    if (x[at + j] >= state[j] || i == 0) {
                        state[j] = x[at + j];
                        where[j] = i;
                    }
                }
            }
            case CUMMIN -> {
                for (int j = 0; j < w; j++) {
                    if (x[at + j] <= state[j] || i == 0) {
                        state[j] = x[at + j];
                        where[j] = i;
                    }
                }
            }
            case LOGCUMSUMEXP -> throw new AssertionError(kind);
        }
    }
}
