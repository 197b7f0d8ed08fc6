package dev.jgrad.cpu.kernels.norm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.SoftmaxLanes;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/** Softmax along the last dimension of contiguous tensors that compute in float: some rows at a time, each in vectors. */
public final class SoftmaxRows {
    /** Rows up to this length are taken here in any case. */
    private static final int LONGEST = 4096;

    /** And up to this length where each thread has several: all copies of a row fit in a second-level cache. */
    private static final int LONGEST_OF_MANY = 1 << 17;

    /** Elements that are copied at a time. */
    private static final int BLOCK = 2048;

    /** Floats of a page of 4 KiB. */
    private static final int PAGE = 1024;

    /** Elements that are worth a part of a parallel range. */
    private static final long GRAIN = 4096;

    private SoftmaxRows() {}

    /** Whether the rows of these layouts are of that kind. */
    public static boolean fit(DType dtype, int dim, Layout... layouts) {
        Layout first = layouts[0];
        if (!FloatLanes.areVectors()
                || !dtype.isFloatingPoint()
                || dtype == DType.FLOAT64
                || dim != first.rank() - 1
                || first.size(dim) < SoftmaxLanes.LEAST
                || first.size(dim) > LONGEST_OF_MANY) {
            return false;
        }
        if (first.size(dim) > LONGEST && first.numel() < 4L * Parallel.threads() * first.size(dim)) {
            return false;
        }
        for (Layout layout : layouts) {
            if (!layout.isContiguous()) {
                return false;
            }
        }
        return true;
    }

    /** Softmax, or the logarithm of it, of all rows. */
    public static void forward(
            boolean logarithm, DType dtype, CpuBuffer out, Layout outLayout, CpuBuffer in, Layout inLayout) {
        int n = (int) inLayout.size(inLayout.rank() - 1);
        inBlocks(inLayout.numel() / n, n, (start, elements, workspace) -> {
            int y = apart(elements);
            float[] a = workspace.floats(0, y + elements);
            Blocks.load(dtype, in, inLayout.offset() + start, 1, a, 0, elements);
            for (int at = 0; at < elements; at += n) {
                if (logarithm) {
                    SoftmaxLanes.logForward(a, at, n, a, y + at);
                } else {
                    SoftmaxLanes.forward(a, at, n, a, y + at);
                }
            }
            Blocks.store(dtype, out, outLayout.offset() + start, 1, a, y, elements);
        });
    }

    /** The gradient of the input, of that of the output and the output itself. */
    public static void backward(
            boolean logarithm,
            DType dtype,
            CpuBuffer gradInput,
            Layout gradInputLayout,
            CpuBuffer gradOutput,
            Layout gradOutputLayout,
            CpuBuffer output,
            Layout outputLayout) {
        int n = (int) outputLayout.size(outputLayout.rank() - 1);
        inBlocks(outputLayout.numel() / n, n, (start, elements, workspace) -> {
            int y = apart(elements);
            int to = 2 * y;
            float[] a = workspace.floats(0, to + elements);
            Blocks.load(dtype, gradOutput, gradOutputLayout.offset() + start, 1, a, 0, elements);
            Blocks.load(dtype, output, outputLayout.offset() + start, 1, a, y, elements);
            for (int at = 0; at < elements; at += n) {
                if (logarithm) {
                    SoftmaxLanes.logBackward(a, at, a, y + at, n, a, to + at);
                } else {
                    SoftmaxLanes.backward(a, at, a, y + at, n, a, to + at);
                }
            }
            Blocks.store(dtype, gradInput, gradInputLayout.offset() + start, 1, a, to, elements);
        });
    }

    /**
     * The distance of blocks in one array: a third of a page beyond whole pages. A read from where, but for the page, was just written to waits for
     * that write.
     */
    private static int apart(int elements) {
        return Math.ceilDiv(elements, PAGE) * PAGE + PAGE / 3;
    }

    private interface Block {
        void run(long start, int elements, Workspace workspace);
    }

    private static void inBlocks(long rows, int n, Block block) {
        long abreast = Math.max(1, BLOCK / n);
        Parallel.forRange(rows, Math.max(1, GRAIN / n), (from, to) -> {
            Workspace workspace = Workspace.current();
            for (long row = from; row < to; row += abreast) {
                block.run(row * n, (int) Math.min(abreast, to - row) * n, workspace);
            }
        });
    }
}
