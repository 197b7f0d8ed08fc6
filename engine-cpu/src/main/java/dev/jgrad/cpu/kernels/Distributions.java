package dev.jgrad.cpu.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.spi.RandomKernels.Distribution;

/** Turns random words into numbers of a distribution, a block at a time. */
final class Distributions {
    private Distributions() {}

    /** Integers from p to just below q, by the upper half of a product: no division, and hardly a bias. */
    static void integers(int[] words, long[] out, int n, long p, long q) {
        long range = q - p;
        for (int i = 0; i < n; i++) {
            long w = Philox.wide(words, i);
            // A range of 2^64 shows as 0.
            out[i] = p + (range == 0 ? w : Math.unsignedMultiplyHigh(w, range));
        }
    }

    /** As many random bits as the dtype's significand has, so that rounding cannot reach 1. */
    private static int bits(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 11;
            case BFLOAT16 -> 8;
            default -> 24;
        };
    }

    static void floats(Distribution distribution, DType dtype, int[] words, float[] out, float p, float q) {
        int n = out.length;
        int shift = 32 - bits(dtype);
        float unit = 1f / (1 << bits(dtype));
        switch (distribution) {
            case UNIFORM -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (words[i] >>> shift) * unit * (q - p) + p;
                }
            }
            case BERNOULLI -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (words[i] >>> 8) * 0x1p-24f < p ? 1 : 0;
                }
            }
            case EXPONENTIAL -> {
                for (int i = 0; i < n; i++) {
                    // Not -0 where the logarithm is 0.
                    out[i] = 0 - (float) BoxMuller.log(((words[i] >>> 8) + 1) * 0x1p-24) / p;
                }
            }
            case NORMAL -> {
                for (int i = 0; i < n; i += 2) {
                    float r = (float) Math.sqrt(-2 * BoxMuller.log(((words[i] >>> 8) + 1) * 0x1p-24));
                    double v = (words[i + 1] >>> 8) * 0x1p-24;
                    out[i] = p + q * (r * (float) BoxMuller.cosine(v));
                    out[i + 1] = p + q * (r * (float) BoxMuller.sine(v));
                }
            }
            case INTEGER -> throw new AssertionError(distribution);
        }
    }

    static void doubles(Distribution distribution, int[] words, double[] out, double p, double q) {
        int n = out.length;
        switch (distribution) {
            case UNIFORM -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (Philox.wide(words, i) >>> 11) * 0x1p-53 * (q - p) + p;
                }
            }
            case BERNOULLI -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (Philox.wide(words, i) >>> 11) * 0x1p-53 < p ? 1 : 0;
                }
            }
            case EXPONENTIAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = 0 - BoxMuller.log(((Philox.wide(words, i) >>> 11) + 1) * 0x1p-53) / p;
                }
            }
            case NORMAL -> {
                for (int i = 0; i < n; i += 2) {
                    double r = Math.sqrt(-2 * BoxMuller.log(((Philox.wide(words, i) >>> 11) + 1) * 0x1p-53));
                    double v = (Philox.wide(words, i + 1) >>> 11) * 0x1p-53;
                    out[i] = p + q * (r * BoxMuller.cosine(v));
                    out[i + 1] = p + q * (r * BoxMuller.sine(v));
                }
            }
            case INTEGER -> throw new AssertionError(distribution);
        }
    }
}
