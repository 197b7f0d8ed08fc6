package dev.jgrad.cpu.kernels.norm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.DoubleLanes;
import dev.jgrad.cpu.kernels.lanes.DoubleRows;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The twin of {@link FloatLayerNorm} for float64. */
public final class DoubleLayerNorm {
    private static final DoubleRows ROWS = DoubleRows.PREFERRED;
    private static final DoubleLanes LANES = DoubleLanes.PREFERRED;
    /** Rows whose gradients are added before they go into the total. */
    private static final int FLUSH = 32;

    private DoubleLayerNorm() {}

    /** The rows {@code from} to {@code to} of the forward pass. */
    public static void forward(
            DType dtype,
            CpuBuffer out,
            long outOffset,
            CpuBuffer mean,
            CpuBuffer invStd,
            CpuBuffer in,
            long inOffset,
            @Nullable CpuBuffer weight,
            @Nullable CpuBuffer bias,
            int n,
            double eps,
            long from,
            long to) {
        Workspace workspace = Workspace.current();
        double[] x = workspace.doubles(0, n);
        double[] w = vector(dtype, weight, workspace, 1, n, 1);
        double[] b = vector(dtype, bias, workspace, 2, n, 0);
        int rows = (int) (to - from);
        double[] means = workspace.doubles(3, rows);
        double[] inverses = workspace.doubles(4, rows);
        for (int r = 0; r < rows; r++) {
            long row = from + r;
            Blocks.load(dtype, in, inOffset + row * n, 1, x, 0, n);
            double m = LANES.sum(x, 0, n) / n;
            double variance = LANES.sumSquares(x, 0, n, m) / n;
            double s = 1 / Math.sqrt(variance + eps);
            means[r] = m;
            inverses[r] = s;
            normalise(x, m, s, w, b, n);
            Blocks.store(dtype, out, outOffset + row * n, 1, x, 0, n);
        }
        if (rows > 0) {
            Blocks.store(dtype, mean, from, 1, means, 0, rows);
            Blocks.store(dtype, invStd, from, 1, inverses, 0, rows);
        }
    }

    private static void normalise(double[] x, double m, double s, double[] w, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - m) * s * w[i] + b[i];
        }
    }

    private static double[] vector(
            DType dtype, @Nullable CpuBuffer buffer, Workspace workspace, int slot, int n, double otherwise) {
        double[] a = workspace.doubles(slot, n);
        if (buffer == null) {
            Arrays.fill(a, 0, n, otherwise);
        } else {
            Blocks.load(dtype, buffer, 0, 1, a, 0, n);
        }
        return a;
    }

    /**
     * The rows {@code from} to {@code to} of the backward pass.
     *
     * @param gradWeight receives the sums over these rows, null when neither it nor the bias is wanted
     */
    public static void backward(
            DType dtype,
            @Nullable CpuBuffer gradInput,
            double @Nullable [] gradWeight,
            double @Nullable [] gradBias,
            CpuBuffer gradOutput,
            long gradOutputOffset,
            CpuBuffer in,
            long inOffset,
            CpuBuffer mean,
            CpuBuffer invStd,
            @Nullable CpuBuffer weight,
            int n,
            long from,
            long to) {
        Workspace workspace = Workspace.current();
        double[] x = workspace.doubles(0, n);
        double[] g = workspace.doubles(1, n);
        double[] w = vector(dtype, weight, workspace, 2, n, 1);
        double[] sums = workspace.doubles(3, 2 * n);
        double[] statistics = workspace.doubles(4, 2);
        Arrays.fill(sums, 0, 2 * n, 0);
        int pending = 0;
        for (long row = from; row < to; row++) {
            Blocks.load(dtype, in, inOffset + row * n, 1, x, 0, n);
            Blocks.load(dtype, gradOutput, gradOutputOffset + row * n, 1, g, 0, n);
            Blocks.load(dtype, mean, row, 1, statistics, 0, 1);
            Blocks.load(dtype, invStd, row, 1, statistics, 1, 1);
            standardise(x, statistics[0], statistics[1], n);
            if (gradWeight != null && gradBias != null) {
                ROWS.addProducts(g, 0, x, 0, sums, 0, n);
                ROWS.add(g, 0, sums, n, n);
                if (++pending == FLUSH || row == to - 1) {
                    flush(sums, gradWeight, gradBias, n);
                    pending = 0;
                }
            }
            if (gradInput != null) {
                scale(g, w, n);
                double a = LANES.sum(g, 0, n) / n;
                double c = LANES.dot(g, 0, x, 0, n) / n;
                combine(g, x, a, c, statistics[1], n);
                Blocks.store(dtype, gradInput, row * n, 1, g, 0, n);
            }
        }
    }

    private static void standardise(double[] x, double m, double s, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - m) * s;
        }
    }

    private static void flush(double[] sums, double[] gradWeight, double[] gradBias, int n) {
        for (int i = 0; i < n; i++) {
            gradWeight[i] += sums[i];
            gradBias[i] += sums[n + i];
        }
        Arrays.fill(sums, 0, 2 * n, 0);
    }

    private static void scale(double[] g, double[] w, int n) {
        for (int i = 0; i < n; i++) {
            g[i] *= w[i];
        }
    }

    private static void combine(double[] g, double[] x, double a, double c, double s, int n) {
        for (int i = 0; i < n; i++) {
            g[i] = (g[i] - a - x[i] * c) * s;
        }
    }
}
