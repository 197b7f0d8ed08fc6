package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.loops.Cursor;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ElementwisePlan;
import java.util.Arrays;

/** Sets elements to one value, or to a sequence. */
final class Filling {
    private static final int BLOCK = 1024;

    private Filling() {}

    static void fill(DType dtype, CpuBuffer out, Layout layout, double value, long integer) {
        if (layout.numel() == 0) {
            return;
        }
        if (dtype == DType.FLOAT32 && layout.isContiguous() && out.array() instanceof float[] array) {
            int from = (int) layout.offset();
            Arrays.fill(array, from, from + (int) layout.numel(), (float) value);
            return;
        }
        Extents.check(dtype, out, layout);
        ElementwisePlan plan = ElementwisePlan.of(layout);
        int n = (int) Math.min(BLOCK, plan.numel());
        if (dtype.isFloatingPoint()) {
            double[] block = new double[n];
            Arrays.fill(block, dtype == DType.FLOAT64 ? value : (float) value);
            Parallel.forRange(plan.numel(), Grain.CHEAP, (from, to) -> {
                Cursor c = new Cursor(plan, from);
                for (long left = to - from; left > 0; ) {
                    int k = (int) Math.min(Math.min(left, c.run()), n);
                    Blocks.store(dtype, out, c.position(0), plan.innerStride(0), block, 0, k);
                    c.advance(k);
                    left -= k;
                }
            });
        } else {
            long[] block = new long[n];
            Arrays.fill(block, integer);
            Parallel.forRange(plan.numel(), Grain.CHEAP, (from, to) -> {
                Cursor c = new Cursor(plan, from);
                for (long left = to - from; left > 0; ) {
                    int k = (int) Math.min(Math.min(left, c.run()), n);
                    Blocks.store(dtype, out, c.position(0), plan.innerStride(0), block, 0, k);
                    c.advance(k);
                    left -= k;
                }
            });
        }
    }

    /** Row-major order whatever the layout, so no plan: its order is that of the memory. */
    static void arange(
            DType dtype, CpuBuffer out, Layout layout, double start, double step, long integerStart, long integerStep) {
        Extents.check(dtype, out, layout);
        boolean floating = dtype.isFloatingPoint();
        Parallel.forRange(layout.numel(), Grain.MEDIUM, (from, to) -> {
            double[] doubles = new double[floating ? BLOCK : 0];
            long[] longs = new long[floating ? 0 : BLOCK];
            RowMajor rows = new RowMajor(layout, from);
            for (long i = from; i < to; ) {
                int n = (int) Math.min(Math.min(BLOCK, to - i), rows.run());
                if (floating) {
                    for (int k = 0; k < n; k++) {
                        doubles[k] = start + step * (i + k);
                    }
                    Blocks.store(dtype, out, rows.position(), rows.stride(), doubles, 0, n);
                } else {
                    for (int k = 0; k < n; k++) {
                        longs[k] = integerStart + integerStep * (i + k);
                    }
                    Blocks.store(dtype, out, rows.position(), rows.stride(), longs, 0, n);
                }
                rows.advance(n);
                i += n;
            }
        });
    }
}
