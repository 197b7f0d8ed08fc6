package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of a line, with what weights, make each element of the resized line.
 *
 * @param index per tap and element
 * @param weight per tap and element, or null for a single tap of weight 1
 */
record InterpolationTaps(long[][] index, double @Nullable [][] weight) {
    private static final double CUBIC = -0.75;
    private static final double CUBIC_ANTIALIAS = -0.5;

    /**
     * For one dimension.
     *
     * @param factor the user's scale, or 0 for the ratio of sizes
     */
    static InterpolationTaps of(
            String mode, long in, long out, double factor, boolean corners, boolean antialias, DType dtype) {
        return HeapArrays.within(() -> taps(mode, in, out, factor, corners, antialias, dtype));
    }

    private static InterpolationTaps taps(
            String mode, long in, long out, double factor, boolean corners, boolean antialias, DType dtype) {
        if (mode.startsWith("nearest")) {
            return nearest(in, out, factor, mode.equals("nearest-exact"));
        }
        boolean single = dtype == DType.FLOAT32;
        double scale =
                corners ? out > 1 ? (double) (in - 1) / (out - 1) : 0 : factor > 0 ? 1 / factor : (double) in / out;
        scale = single ? (float) scale : scale;
        boolean cubic = mode.equals("bicubic");
        if (antialias) {
            return antialiased(in, out, scale, cubic);
        }
        return cubic ? cubic(in, out, scale, corners, single) : linear(in, out, scale, corners, single);
    }

    /** Replaces the weights by integers of 16 bits; returns how many of those stand behind the point. */
    int quantize() {
        double[][] weights = java.util.Objects.requireNonNull(weight);
        double most = 0;
        for (double[] tap : weights) {
            for (double w : tap) {
                most = Math.max(most, w);
            }
        }
        int bits = 0;
        while (bits < 22 && (int) (0.5 + most * (1 << (bits + 1))) < 1 << 15) {
            bits++;
        }
        for (double[] tap : weights) {
            for (int i = 0; i < tap.length; i++) {
                double w = tap[i] * (1 << bits);
                tap[i] = (int) (w < 0 ? w - 0.5 : w + 0.5);
            }
        }
        return bits;
    }

    /** In float32 whatever the dtype, as PyTorch computes it. */
    private static InterpolationTaps nearest(long in, long out, double factor, boolean exact) {
        float scale = factor > 0 ? (float) (1 / factor) : (float) in / out;
        long[] at = HeapArrays.longs(out);
        for (int i = 0; i < at.length; i++) {
            float source = exact ? (i + 0.5f) * scale : i * scale;
            at[i] = Math.min((long) Math.floor(source), in - 1);
        }
        return new InterpolationTaps(new long[][] {at}, null);
    }

    private static double source(int i, double scale, boolean corners, boolean single) {
        if (single) {
            return corners ? (float) scale * i : (float) scale * (i + 0.5f) - 0.5f;
        }
        return corners ? scale * i : scale * (i + 0.5) - 0.5;
    }

    private static InterpolationTaps linear(long in, long out, double scale, boolean corners, boolean single) {
        int n = HeapArrays.length(out);
        long[][] index = new long[2][n];
        double[][] weight = new double[2][n];
        for (int i = 0; i < n; i++) {
            double at = Math.max(0, source(i, scale, corners, single));
            long left = Math.min((long) at, in - 1);
            double right = Math.clamp(at - left, 0, 1);
            index[0][i] = left;
            index[1][i] = Math.min(left + 1, in - 1);
            weight[0][i] = single ? 1 - (float) right : 1 - right;
            weight[1][i] = right;
        }
        return new InterpolationTaps(index, weight);
    }

    private static InterpolationTaps cubic(long in, long out, double scale, boolean corners, boolean single) {
        int n = HeapArrays.length(out);
        long[][] index = new long[4][n];
        double[][] weight = new double[4][n];
        for (int i = 0; i < n; i++) {
            double at = source(i, scale, corners, single);
            long base = (long) Math.floor(at);
            double t = at - base;
            for (int k = 0; k < 4; k++) {
                index[k][i] = Math.clamp(base - 1 + k, 0, in - 1);
                weight[k][i] = kernel(t + 1 - k, CUBIC);
            }
        }
        return new InterpolationTaps(index, weight);
    }

    /** The cubic convolution kernel (Keys 1981). */
    private static double kernel(double distance, double a) {
        double x = Math.abs(distance);
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    }

    /** The window widens with the step, so that no pixel is passed over. */
    private static InterpolationTaps antialiased(long in, long out, double scale, boolean cubic) {
        int n = HeapArrays.length(out);
        double support = (cubic ? 2 : 1) * Math.max(scale, 1);
        double inverse = scale >= 1 ? 1 / scale : 1;
        int taps = (int) Math.ceil(support) * 2 + 1;
        long[][] index = new long[taps][n];
        double[][] weight = new double[taps][n];
        for (int i = 0; i < n; i++) {
            double centre = scale * (i + 0.5);
            long from = Math.max(0, (long) (centre - support + 0.5));
            long count = Math.min((long) (centre + support + 0.5), in) - from;
            count = Math.clamp(count, 0, taps);
            double total = 0;
            for (int k = 0; k < taps; k++) {
                index[k][i] = Math.min(from + k, in - 1);
                double distance = (k + from - centre + 0.5) * inverse;
                weight[k][i] = k >= count
                        ? 0
                        : cubic ? kernel(distance, CUBIC_ANTIALIAS) : Math.max(0, 1 - Math.abs(distance));
                total += weight[k][i];
            }
            for (int k = 0; k < taps && total != 0; k++) {
                weight[k][i] /= total;
            }
        }
        return new InterpolationTaps(index, weight);
    }

    Resampling.Taps onDevice(int dim, long in, Tensor like) {
        Tensor[] at = new Tensor[index.length];
        double[][] given = weight;
        Tensor[] factors = given == null ? null : new Tensor[index.length];
        for (int k = 0; k < at.length; k++) {
            at[k] = Tensors.tensor(new TensorOptions(DType.INT64, like.device()), index[k], index[k].length);
            if (factors != null && given != null) {
                factors[k] = Tensors.tensor(new TensorOptions(like.dtype(), like.device()), given[k], given[k].length);
            }
        }
        return new Resampling.Taps(dim, in, at, factors);
    }
}
