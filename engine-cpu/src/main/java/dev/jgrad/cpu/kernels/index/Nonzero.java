package dev.jgrad.cpu.kernels.index;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.kernels.walk.Odometer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.util.Arrays;

/** Finds the elements that are not zero, in row-major order. */
public final class Nonzero {
    private static final int CHUNK = 1024;

    private Nonzero() {}

    /** As {@link dev.jgrad.spi.IndexingKernels#nonzero}. */
    public static void find(DType dtype, CpuBuffer out, Layout outLayout, CpuBuffer in, Layout inLayout) {
        int rank = inLayout.rank();
        if (rank == 0 || outLayout.numel() == 0) {
            return;
        }
        Workspace workspace = Workspace.current();
        boolean[] found = new boolean[CHUNK];
        long[] tuple = workspace.longs(0, rank);
        long n = inLayout.size(rank - 1);
        long stride = inLayout.stride(rank - 1);
        long rows = inLayout.numel() / n;
        Odometer o = new Odometer(
                Arrays.copyOf(inLayout.sizes(), rank - 1),
                new long[][] {Arrays.copyOf(inLayout.strides(), rank - 1)},
                new long[] {inLayout.offset()});
        long at = outLayout.offset();
        for (long row = 0; row < rows; row++, o.next()) {
            for (int d = 0; d < rank - 1; d++) {
                tuple[d] = o.index(d);
            }
            for (long first = 0; first < n; first += CHUNK) {
                int m = (int) Math.min(CHUNK, n - first);
                look(workspace, dtype, in, o.position[0] + first * stride, stride, found, m);
                for (int i = 0; i < m; i++) {
                    if (found[i]) {
                        tuple[rank - 1] = first + i;
                        Blocks.store(DType.INT64, out, at, outLayout.stride(1), tuple, 0, rank);
                        at += outLayout.stride(0);
                    }
                }
            }
        }
    }

    private static void look(
            Workspace workspace, DType dtype, CpuBuffer in, long position, long stride, boolean[] found, int n) {
        if (dtype.isFloatingPoint()) {
            double[] values = workspace.doubles(0, n);
            Blocks.load(dtype, in, position, stride, values, 0, n);
            for (int i = 0; i < n; i++) {
                found[i] = values[i] != 0;
            }
        } else {
            long[] values = workspace.longs(1, n);
            Blocks.load(dtype, in, position, stride, values, 0, n);
            for (int i = 0; i < n; i++) {
                found[i] = values[i] != 0;
            }
        }
    }
}
