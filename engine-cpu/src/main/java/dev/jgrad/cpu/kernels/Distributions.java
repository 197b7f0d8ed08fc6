package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.loops.DoubleUnaryLoop;
import dev.jgrad.cpu.loops.FloatUnaryLoop;
import dev.jgrad.cpu.loops.Loops;
import dev.jgrad.data.DType;
import dev.jgrad.spi.RandomKernels.Distribution;
import dev.jgrad.spi.UnaryKind;

/** Turns random words into numbers of a distribution, a block at a time. */
final class Distributions {
    private final Loops loops;

    Distributions(Loops loops) {
        this.loops = loops;
    }

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

    void floats(Distribution distribution, DType dtype, int[] words, float[] out, float p, float q) {
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
                    out[i] = ((words[i] >>> 8) + 1) * 0x1p-24f;
                }
                loops.floatUnary(UnaryKind.LOG).run(out, 0, out, 0, n, 0, 0, 0);
                for (int i = 0; i < n; i++) {
                    // Not -0 where the logarithm is 0.
                    out[i] = 0 - out[i] / p;
                }
            }
            case NORMAL -> {
                int half = n / 2;
                float[] radius = new float[half];
                float[] angle = new float[half];
                float[] cosine = new float[half];
                for (int i = 0; i < half; i++) {
                    radius[i] = ((words[2 * i] >>> 8) + 1) * 0x1p-24f;
                    angle[i] = (words[2 * i + 1] >>> 8) * 0x1p-24f * (float) (2 * Math.PI);
                }
                FloatUnaryLoop log = loops.floatUnary(UnaryKind.LOG);
                log.run(radius, 0, radius, 0, half, 0, 0, 0);
                loops.floatUnary(UnaryKind.COS).run(angle, 0, cosine, 0, half, 0, 0, 0);
                loops.floatUnary(UnaryKind.SIN).run(angle, 0, angle, 0, half, 0, 0, 0);
                for (int i = 0; i < half; i++) {
                    float r = (float) Math.sqrt(-2 * radius[i]);
                    out[2 * i] = p + q * (r * cosine[i]);
                    out[2 * i + 1] = p + q * (r * angle[i]);
                }
            }
            case INTEGER -> throw new AssertionError(distribution);
        }
    }

    void doubles(Distribution distribution, int[] words, double[] out, double p, double q) {
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
                    out[i] = ((Philox.wide(words, i) >>> 11) + 1) * 0x1p-53;
                }
                loops.doubleUnary(UnaryKind.LOG).run(out, 0, out, 0, n, 0, 0, 0);
                for (int i = 0; i < n; i++) {
                    out[i] = 0 - out[i] / p;
                }
            }
            case NORMAL -> {
                int half = n / 2;
                double[] radius = new double[half];
                double[] angle = new double[half];
                double[] cosine = new double[half];
                for (int i = 0; i < half; i++) {
                    radius[i] = ((Philox.wide(words, 2 * i) >>> 11) + 1) * 0x1p-53;
                    angle[i] = (Philox.wide(words, 2 * i + 1) >>> 11) * 0x1p-53 * (2 * Math.PI);
                }
                DoubleUnaryLoop log = loops.doubleUnary(UnaryKind.LOG);
                log.run(radius, 0, radius, 0, half, 0, 0, 0);
                loops.doubleUnary(UnaryKind.COS).run(angle, 0, cosine, 0, half, 0, 0, 0);
                loops.doubleUnary(UnaryKind.SIN).run(angle, 0, angle, 0, half, 0, 0, 0);
                for (int i = 0; i < half; i++) {
                    double r = Math.sqrt(-2 * radius[i]);
                    out[2 * i] = p + q * (r * cosine[i]);
                    out[2 * i + 1] = p + q * (r * angle[i]);
                }
            }
            case INTEGER -> throw new AssertionError(distribution);
        }
    }
}
