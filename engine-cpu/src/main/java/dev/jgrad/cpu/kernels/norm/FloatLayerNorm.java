package dev.jgrad.cpu.kernels.norm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.FloatRows;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Layer norm of rows in float. */
public final class FloatLayerNorm {
    private static final FloatRows ROWS = FloatRows.PREFERRED;
    private static final FloatLanes LANES = FloatLanes.PREFERRED;
    /** Rows whose gradients are added in float before they go over to double. */
    private static final int FLUSH = 32;

    private FloatLayerNorm() {}

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
        float[] x = workspace.floats(0, n);
        float[] w = vector(dtype, weight, workspace, 1, n, 1);
        float[] b = vector(dtype, bias, workspace, 2, n, 0);
        int rows = (int) (to - from);
        float[] means = workspace.floats(3, rows);
        float[] inverses = workspace.floats(4, rows);
        for (int r = 0; r < rows; r++) {
            long row = from + r;
            Blocks.load(dtype, in, inOffset + row * n, 1, x, 0, n);
            double sum = LANES.sum(x, 0, n);
            float m = (float) ((Double.isFinite(sum) ? sum : sum(x, n)) / n);
            double squares = LANES.sumSquares(x, 0, n, m);
            double variance = (Double.isFinite(squares) ? squares : sumSquares(x, n, m)) / n;
            float s = (float) (1 / Math.sqrt(variance + eps));
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

    /** For rows whose sum is beyond float. */
    private static double sum(float[] x, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** For rows whose squares are beyond float; their deviation is not. */
    private static double sumSquares(float[] x, int n, float mean) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double d = (double) x[i] - mean;
            sum += d * d;
        }
        return sum;
    }

    private static void normalise(float[] x, float m, float s, float[] w, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - m) * s * w[i] + b[i];
        }
    }

    private static float[] vector(
            DType dtype, @Nullable CpuBuffer buffer, Workspace workspace, int slot, int n, float otherwise) {
        float[] a = workspace.floats(slot, n);
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
        float[] x = workspace.floats(0, n);
        float[] g = workspace.floats(1, n);
        float[] w = vector(dtype, weight, workspace, 2, n, 1);
        float[] sums = workspace.floats(3, 2 * n);
        float[] statistics = workspace.floats(4, 2);
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
                float a = (float) (LANES.sum(g, 0, n) / n);
                float c = (float) (LANES.dot(g, 0, x, 0, n) / n);
                combine(g, x, a, c, statistics[1], n);
                Blocks.store(dtype, gradInput, row * n, 1, g, 0, n);
            }
        }
    }

    private static void standardise(float[] x, float m, float s, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - m) * s;
        }
    }

    private static void flush(float[] sums, double[] gradWeight, double[] gradBias, int n) {
        for (int i = 0; i < n; i++) {
            gradWeight[i] += sums[i];
            gradBias[i] += sums[n + i];
        }
        Arrays.fill(sums, 0, 2 * n, 0);
    }

    private static void scale(float[] g, float[] w, int n) {
        for (int i = 0; i < n; i++) {
            g[i] *= w[i];
        }
    }

    private static void combine(float[] g, float[] x, float a, float c, float s, int n) {
        for (int i = 0; i < n; i++) {
            g[i] = (g[i] - a - x[i] * c) * s;
        }
    }
}
