package dev.jgrad.cpu.kernels.norm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.FloatRows;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import java.util.Arrays;

/** Softmax in float. */
final class FloatSoftmaxLines extends SoftmaxLines {
    private static final FloatRows ROWS = FloatRows.PREFERRED;
    private static final FloatLanes LANES = FloatLanes.PREFERRED;

    /** A multiple of every vector's length. */
    private static final int PADDING = 16;

    private final Workspace workspace = Workspace.current();
    private float[] x = new float[0];
    private float[] y = x;

    @Override
    public void reserve(int elements) {
        x = workspace.floats(0, elements + PADDING);
        y = workspace.floats(1, elements + PADDING);
    }

    @Override
    public void load(int array, DType dtype, CpuBuffer buffer, long position, long stride, int at, int n) {
        Blocks.load(dtype, buffer, position, stride, array == 0 ? x : y, at, n);
    }

    @Override
    public void store(DType dtype, CpuBuffer buffer, long position, long stride, int at, int n) {
        Blocks.store(dtype, buffer, position, stride, x, at, n);
    }

    @Override
    public void forward(boolean logarithm, int n, int w) {
        if (w > 1) {
            forwardColumns(logarithm, n, w);
            return;
        }
        float[] a = x;
        float m = LANES.max(a, 0, n);
        // Whole vectors only: the power of minus infinity adds nothing.
        int whole = (n + PADDING - 1) / PADDING * PADDING;
        Arrays.fill(a, n, whole, Float.NEGATIVE_INFINITY);
        if (logarithm) {
            double s = LANES.expSum(a, 0, y, 0, whole, m);
            float log = (float) Math.log(s);
            for (int i = 0; i < n; i++) {
                a[i] = a[i] - m - log;
            }
        } else {
            float scale = (float) (1 / LANES.expSum(a, 0, a, 0, whole, m));
            for (int i = 0; i < n; i++) {
                a[i] *= scale;
            }
        }
    }

    private void forwardColumns(boolean logarithm, int n, int w) {
        float[] a = x;
        float[] e = logarithm ? y : x;
        float[] row = workspace.floats(2, w);
        System.arraycopy(a, 0, row, 0, w);
        for (int r = 1; r < n; r++) {
            ROWS.keepGreater(a, r * w, row, 0, w);
        }
        for (int r = 0; r < n; r++) {
            ROWS.subtract(a, r * w, row, w);
        }
        LANES.exp(a, 0, e, 0, n * w);
        Arrays.fill(row, 0, w, 0);
        for (int r = 0; r < n; r++) {
            ROWS.add(e, r * w, row, 0, w);
        }
        for (int j = 0; j < w; j++) {
            row[j] = logarithm ? (float) Math.log(row[j]) : 1 / row[j];
        }
        for (int r = 0; r < n; r++) {
            if (logarithm) {
                ROWS.subtract(a, r * w, row, w);
            } else {
                ROWS.multiply(a, r * w, row, w);
            }
        }
    }

    @Override
    public void backward(boolean logarithm, int n, int w) {
        float[] g = x;
        float[] o = y;
        if (logarithm) {
            LANES.exp(o, 0, o, 0, n * w);
        }
        float[] sum = workspace.floats(2, w);
        if (w == 1) {
            sum[0] = (float) (logarithm ? LANES.sum(g, 0, n) : LANES.dot(g, 0, o, 0, n));
        } else {
            Arrays.fill(sum, 0, w, 0);
            for (int r = 0; r < n; r++) {
                if (logarithm) {
                    ROWS.add(g, r * w, sum, 0, w);
                } else {
                    ROWS.addProducts(g, r * w, o, r * w, sum, 0, w);
                }
            }
        }
        if (w == 1) {
            float s = sum[0];
            for (int i = 0; i < n; i++) {
                g[i] = logarithm ? g[i] - o[i] * s : (g[i] - s) * o[i];
            }
            return;
        }
        for (int r = 0; r < n; r++) {
            if (logarithm) {
                ROWS.multiply(o, r * w, sum, w);
            } else {
                ROWS.subtract(g, r * w, sum, w);
            }
        }
        for (int i = 0; i < n * w; i++) {
            g[i] = logarithm ? g[i] - o[i] : g[i] * o[i];
        }
    }
}
