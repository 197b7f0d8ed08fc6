package dev.jgrad.cpu.kernels.gemm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import org.jspecify.annotations.Nullable;

/** The twin of {@link FloatMatrixSink} for integers; they wrap. */
public final class LongMatrixSink implements LongProduct.Sink {
    private final DType dtype;
    private final CpuBuffer out;
    private final Layout layout;
    private final @Nullable CpuBuffer bias;
    private final @Nullable Layout biasLayout;
    private final long alpha;
    private final long beta;

    /** A sink for matrices [m, n] or [batch, m, n]; the bias is broadcast to the same sizes. */
    public LongMatrixSink(
            DType dtype,
            CpuBuffer out,
            Layout layout,
            @Nullable CpuBuffer bias,
            @Nullable Layout biasLayout,
            double alpha,
            double beta) {
        this.dtype = dtype;
        this.out = out;
        this.layout = layout;
        this.bias = bias;
        this.biasLayout = biasLayout;
        this.alpha = (long) alpha;
        this.beta = (long) beta;
    }

    @Override
    public void store(long batch, int row, int rows, int column, int columns, long[] block, int ld) {
        int rank = layout.rank();
        boolean byColumns = layout.stride(rank - 2) < layout.stride(rank - 1);
        int lines = byColumns ? columns : rows;
        int n = byColumns ? rows : columns;
        int across = byColumns ? rank - 1 : rank - 2;
        int along = byColumns ? rank - 2 : rank - 1;
        Workspace workspace = Workspace.current();
        long[] line = workspace.longs(3, n);
        long[] other = workspace.longs(4, n);
        for (int i = 0; i < lines; i++) {
            if (byColumns) {
                take(block, i, ld, line, n);
            } else {
                System.arraycopy(block, i * ld, line, 0, n);
            }
            if (alpha != 1) {
                scale(line, alpha, n);
            }
            long at = position(layout, batch, row, column) + i * layout.stride(across);
            if (beta != 0) {
                Blocks.load(dtype, out, at, layout.stride(along), other, 0, n);
                add(line, other, beta, n);
            }
            if (bias != null && biasLayout != null) {
                int shift = rank - biasLayout.rank();
                long biasAt = position(biasLayout, batch, row, column) + i * stride(biasLayout, across - shift);
                Blocks.load(dtype, bias, biasAt, stride(biasLayout, along - shift), other, 0, n);
                add(line, other, 1, n);
            }
            Blocks.store(dtype, out, at, layout.stride(along), line, 0, n);
        }
    }

    private static long position(Layout layout, long batch, int row, int column) {
        int rank = layout.rank();
        return layout.offset()
                + (rank > 2 ? batch * stride(layout, 0) : 0)
                + row * stride(layout, rank - 2)
                + column * stride(layout, rank - 1);
    }

    /** A dimension that is missing or of size 1 does not move. */
    private static long stride(Layout layout, int d) {
        return d < 0 || layout.size(d) == 1 ? 0 : layout.stride(d);
    }

    private static void take(long[] block, int at, int ld, long[] line, int n) {
        for (int i = 0; i < n; i++) {
            line[i] = block[at + i * ld];
        }
    }

    private static void scale(long[] line, long factor, int n) {
        for (int i = 0; i < n; i++) {
            line[i] *= factor;
        }
    }

    private static void add(long[] line, long[] other, long factor, int n) {
        for (int i = 0; i < n; i++) {
            line[i] += factor * other[i];
        }
    }
}
