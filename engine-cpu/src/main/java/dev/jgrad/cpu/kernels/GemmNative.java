package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.blas.OpenBlas;
import dev.jgrad.cpu.natives.Staging;
import dev.jgrad.cpu.onednn.OneDnnMatmul;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.lang.ref.Reference;

/** Matrix products by the native libraries, for layouts that these can read. */
final class GemmNative {
    /** From this many multiplications on several threads pay (about 10 microseconds of one). */
    private static final double PARALLEL_WORK = 1 << 20;

    private GemmNative() {}

    /** By oneDNN; false, with nothing done, when it has no fast kernel for these layouts. */
    static boolean oneDnn(Gemm g) {
        DType dtype = g.dtype();
        long size = dtype.byteSize();
        boolean whole = g.beta() == 0 && isWhole(g.out(), g.outLayout(), dtype);
        long a = Staging.input(g.a(), dtype, 0) + g.aLayout().offset() * size;
        long b = Staging.input(g.b(), dtype, 1) + g.bLayout().offset() * size;
        CpuBuffer biasBuffer = g.bias();
        Layout biasLayout = g.biasLayout();
        long bias = biasBuffer == null || biasLayout == null
                ? 0
                : Staging.input(biasBuffer, dtype, 2) + biasLayout.offset() * size;
        long out = Staging.output(g.out(), dtype, 3, whole);
        int threads = g.work() < PARALLEL_WORK ? 1 : Parallel.threads();
        boolean done = OneDnnMatmul.run(
                dtype,
                threads,
                out + g.outLayout().offset() * size,
                g.outLayout(),
                a,
                g.aLayout(),
                b,
                g.bLayout(),
                bias,
                (float) g.alpha(),
                (float) g.beta());
        if (done) {
            Staging.finish(g.out(), dtype, out);
        }
        keep(g);
        return done;
    }

    /** By OpenBLAS, float64 without bias; false when it cannot read these layouts. */
    static boolean openBlas(Gemm g) {
        if (!isMatrix(g.aLayout()) || !isMatrix(g.bLayout()) || !isRowMajor(g.outLayout())) {
            return false;
        }
        DType dtype = DType.FLOAT64;
        boolean whole = g.beta() == 0 && isWhole(g.out(), g.outLayout(), dtype);
        long a = Staging.input(g.a(), dtype, 0) + g.aLayout().offset() * 8;
        long b = Staging.input(g.b(), dtype, 1) + g.bLayout().offset() * 8;
        long out = Staging.output(g.out(), dtype, 3, whole);
        long c = out + g.outLayout().offset() * 8;
        // Rows of all matrices in one range: a part of it is some rows of one matrix or several whole ones.
        long m = g.m();
        long grain = (long) Math.max(1, PARALLEL_WORK / 2 / Math.max(1, (double) g.n() * g.k()));
        Parallel.forRange(g.batch() * m, Math.max(grain, Math.min(m, 32)), (from, to) -> {
            for (long row = from; row < to; ) {
                long rows = Math.min(to, (row / m + 1) * m) - row;
                dgemm(g, a, b, c, row / m, row % m, rows);
                row += rows;
            }
        });
        Staging.finish(g.out(), dtype, out);
        keep(g);
        return true;
    }

    private static void dgemm(Gemm g, long a, long b, long c, long matrix, long row, long rows) {
        Layout al = g.aLayout();
        Layout bl = g.bLayout();
        Layout cl = g.outLayout();
        boolean aTransposed = !isRowMajor(al);
        boolean bTransposed = !isRowMajor(bl);
        OpenBlas.dgemm(
                aTransposed,
                bTransposed,
                (int) rows,
                (int) g.n(),
                (int) g.k(),
                g.alpha(),
                a + (batchStep(al) * matrix + al.stride(al.rank() - 2) * row) * 8,
                step(al, aTransposed),
                b + batchStep(bl) * matrix * 8,
                step(bl, bTransposed),
                g.beta(),
                c + (batchStep(cl) * matrix + cl.stride(cl.rank() - 2) * row) * 8,
                step(cl, false));
    }

    private static long batchStep(Layout layout) {
        return layout.rank() == 3 ? layout.stride(0) : 0;
    }

    /** The step between rows (between columns where transposed), as large as BLAS demands even if there is only one. */
    private static int step(Layout layout, boolean transposed) {
        int across = layout.rank() - (transposed ? 1 : 2);
        int along = layout.rank() - (transposed ? 2 : 1);
        return (int) Math.max(layout.size(across) == 1 ? 1 : layout.stride(across), Math.max(1, layout.size(along)));
    }

    private static boolean isMatrix(Layout layout) {
        return isRowMajor(layout) || isRowMajor(layout.transpose(layout.rank() - 2, layout.rank() - 1));
    }

    private static boolean isRowMajor(Layout layout) {
        int r = layout.rank();
        long rows = layout.size(r - 2);
        long columns = layout.size(r - 1);
        long down = layout.stride(r - 2);
        return (layout.stride(r - 1) == 1 || columns == 1)
                && (down >= columns || rows == 1)
                && Math.max(Math.max(rows, columns), down) < Integer.MAX_VALUE;
    }

    /** True when the layout covers the buffer, so that what is written needs nothing of what was there. */
    private static boolean isWhole(CpuBuffer buffer, Layout layout, DType dtype) {
        return layout.isNonOverlappingAndDense() && layout.numel() * dtype.byteSize() == buffer.byteSize();
    }

    private static void keep(Gemm g) {
        Reference.reachabilityFence(g.out());
        Reference.reachabilityFence(g.a());
        Reference.reachabilityFence(g.b());
        Reference.reachabilityFence(g.bias());
    }
}
