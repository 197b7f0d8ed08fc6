package dev.jgrad.cpu.kernels.norm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.FloatRows;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import java.util.Arrays;

/**
 * Softmax or its logarithm of a float32 line that is longer than the first-level cache: three passes by blocks that stay in it,
 * which several threads share. The block sums are added in their order, whoever computed them.
 */
public final class FloatLongSoftmax {
    /** Lines from this length on are long. */
    public static final int LEAST = 16 << 10;

    /** A multiple of every vector's length. */
    private static final int BLOCK = 4096;

    private static final int PADDING = 16;

    /** Blocks that are worth a part of a parallel range. */
    private static final int GRAIN = 2;

    private static final FloatLanes LANES = FloatLanes.PREFERRED;

    private final CpuBuffer out;
    private final long outStart;
    private final long outStride;
    private final CpuBuffer in;
    private final long inStart;
    private final long inStride;
    private final int n;
    private final int blocks;

    /** A line of {@code n} elements, {@code stride} apart in each buffer; {@code out} may be {@code in}. */
    public FloatLongSoftmax(
            CpuBuffer out, long outStart, long outStride, CpuBuffer in, long inStart, long inStride, int n) {
        this.out = out;
        this.outStart = outStart;
        this.outStride = outStride;
        this.in = in;
        this.inStart = inStart;
        this.inStride = inStride;
        this.n = n;
        this.blocks = Math.ceilDiv(n, BLOCK);
    }

    /** Computes the line. */
    public void run(boolean logarithm) {
        float m = greatest();
        double sum = exponentials(m, logarithm);
        float scale = (float) (1 / sum);
        float log = (float) Math.log(sum);
        Parallel.forRange(blocks, GRAIN, (from, to) -> {
            float[] x = Workspace.current().floats(0, BLOCK);
            for (long b = from; b < to; b++) {
                int w = width(b);
                if (logarithm) {
                    load(x, b, w);
                    for (int i = 0; i < w; i++) {
                        x[i] = x[i] - m - log;
                    }
                } else {
                    Blocks.load(DType.FLOAT32, out, outStart + b * BLOCK * outStride, outStride, x, 0, w);
                    FloatRows.PREFERRED.scale(x, 0, scale, w);
                }
                store(x, b, w);
            }
        });
    }

    private float greatest() {
        float[] each = new float[blocks];
        Parallel.forRange(blocks, 2 * GRAIN, (from, to) -> {
            float[] x = Workspace.current().floats(0, BLOCK);
            for (long b = from; b < to; b++) {
                int w = width(b);
                if (in.isNative() && inStride == 1) {
                    each[(int) b] = LANES.max(in.address() + 4 * (inStart + b * BLOCK), w);
                } else {
                    load(x, b, w);
                    each[(int) b] = LANES.max(x, 0, w);
                }
            }
        });
        return LANES.max(each, 0, blocks);
    }

    /** The sum of the exponentials; the result is made of these, unless it is the logarithm. */
    private double exponentials(float m, boolean logarithm) {
        double[] sums = new double[blocks];
        Parallel.forRange(blocks, GRAIN, (from, to) -> {
            float[] x = Workspace.current().floats(0, BLOCK);
            for (long b = from; b < to; b++) {
                int w = width(b);
                load(x, b, w);
                // Whole vectors only: the power of minus infinity adds nothing.
                int whole = Math.ceilDiv(w, PADDING) * PADDING;
                Arrays.fill(x, w, whole, Float.NEGATIVE_INFINITY);
                sums[(int) b] = LANES.expSum(x, 0, x, 0, whole, m);
                if (!logarithm) {
                    store(x, b, w);
                }
            }
        });
        double sum = 0;
        for (double s : sums) {
            sum += s;
        }
        return sum;
    }

    private int width(long block) {
        return (int) Math.min(BLOCK, n - block * BLOCK);
    }

    private void load(float[] x, long block, int w) {
        Blocks.load(DType.FLOAT32, in, inStart + block * BLOCK * inStride, inStride, x, 0, w);
    }

    private void store(float[] x, long block, int w) {
        Blocks.store(DType.FLOAT32, out, outStart + block * BLOCK * outStride, outStride, x, 0, w);
    }
}
