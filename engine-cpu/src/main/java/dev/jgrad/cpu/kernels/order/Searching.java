package dev.jgrad.cpu.kernels.order;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.kernels.walk.Lines;
import dev.jgrad.cpu.kernels.walk.Odometer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/** Binary search in sorted boundaries. */
public final class Searching {
    private static final int CHUNK = 1024;
    private static final long GRAIN = 1024;

    private Searching() {}

    /** As {@link dev.jgrad.spi.ReductionKernels#searchSorted}. */
    public static void run(
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer boundaries,
            Layout boundariesLayout,
            CpuBuffer values,
            Layout valuesLayout,
            boolean right) {
        if (valuesLayout.numel() == 0) {
            return;
        }
        int rank = valuesLayout.rank();
        int last = boundariesLayout.rank() - 1;
        int m = (int) boundariesLayout.size(last);
        long step = boundariesLayout.stride(last);
        Lines lines = new Lines(Math.max(0, rank - 1), valuesLayout, outLayout, sorted(valuesLayout, boundariesLayout));
        boolean floating = dtype.isFloatingPoint();
        Parallel.forRange(lines.blocks(), Math.max(1, GRAIN / lines.length), (from, to) -> {
            Workspace workspace = Workspace.current();
            double[] doubles = workspace.doubles(0, floating ? m : 0);
            long[] longs = workspace.longs(0, floating ? 0 : m);
            Odometer o = lines.odometer(from);
            long loaded = -1;
            for (long block = from; block < to; block++) {
                for (int line = 0; line < lines.lines(block); line++) {
                    long at = lines.start(o, block, 2) + line * lines.across[2];
                    if (at != loaded && m > 0) {
                        if (floating) {
                            Blocks.load(dtype, boundaries, at, step, doubles, 0, m);
                        } else {
                            Blocks.load(dtype, boundaries, at, step, longs, 0, m);
                        }
                        loaded = at;
                    }
                    long source = lines.start(o, block, 0) + line * lines.across[0];
                    long target = lines.start(o, block, 1) + line * lines.across[1];
                    for (int first = 0; first < lines.length; first += CHUNK) {
                        int n = Math.min(CHUNK, lines.length - first);
                        int[] found = workspace.ints(0, n);
                        long valueAt = source + first * lines.along[0];
                        if (floating) {
                            double[] v = workspace.doubles(1, n);
                            Blocks.load(dtype, values, valueAt, lines.along[0], v, 0, n);
                            search(doubles, m, v, found, n, right);
                        } else {
                            long[] v = workspace.longs(1, n);
                            Blocks.load(dtype, values, valueAt, lines.along[0], v, 0, n);
                            search(longs, m, v, found, n, right);
                        }
                        long to64 = target + first * lines.along[1];
                        Blocks.store(DType.INT64, out, to64, lines.along[1], found, 0, n);
                    }
                }
                lines.advance(o, block);
            }
        });
    }

    /** Where each line of values finds its boundaries: the same for all when these are 1-d. */
    private static Layout sorted(Layout values, Layout boundaries) {
        int rank = values.rank();
        long[] strides = new long[rank];
        if (boundaries.rank() == rank && rank > 1) {
            System.arraycopy(boundaries.strides(), 0, strides, 0, rank - 1);
        }
        return Layout.strided(values.sizes(), strides, boundaries.offset());
    }

    private static void search(double[] sorted, int m, double[] values, int[] found, int n, boolean right) {
        for (int i = 0; i < n; i++) {
            double v = values[i];
            int low = 0;
            int high = m;
            while (low < high) {
                int mid = low + high >>> 1;
                // Negated, so that NaN goes to the end.
                if (right ? !(sorted[mid] > v) : !(sorted[mid] >= v)) {
                    low = mid + 1;
                } else {
                    high = mid;
                }
            }
            found[i] = low;
        }
    }

    private static void search(long[] sorted, int m, long[] values, int[] found, int n, boolean right) {
        for (int i = 0; i < n; i++) {
            long v = values[i];
            int low = 0;
            int high = m;
            while (low < high) {
                int mid = low + high >>> 1;
                if (right ? sorted[mid] <= v : sorted[mid] < v) {
                    low = mid + 1;
                } else {
                    high = mid;
                }
            }
            found[i] = low;
        }
    }
}
