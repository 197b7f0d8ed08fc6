package dev.jgrad.cpu.kernels.order;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.DoubleLanes;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.kernels.walk.Lines;
import dev.jgrad.cpu.kernels.walk.Odometer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The twin of {@link FloatExtremes} for float64. */
final class DoubleExtremes {
    private static final DoubleLanes LANES = DoubleLanes.PREFERRED;
    private static final int CHUNK = 4096;
    private static final int SLICE = 8 * CHUNK;
    private static final long GRAIN = 16384;

    private final boolean largest;
    private final DType dtype;
    private final @Nullable CpuBuffer values;
    private final CpuBuffer indices;
    private final CpuBuffer in;
    private final Lines lines;

    DoubleExtremes(
            boolean largest, DType dtype, @Nullable CpuBuffer values, CpuBuffer indices, CpuBuffer in, Lines lines) {
        this.largest = largest;
        this.dtype = dtype;
        this.values = values;
        this.indices = indices;
        this.in = in;
        this.lines = lines;
    }

    void run() {
        if (lines.abreast == 1 && lines.length > 2 * SLICE && lines.blocks() < 8) {
            for (long block = 0; block < lines.blocks(); block++) {
                sliced(block);
            }
            return;
        }
        long work = (long) lines.length * lines.abreast;
        Parallel.forRange(lines.blocks(), Math.max(1, GRAIN / work), (from, to) -> {
            Workspace workspace = Workspace.current();
            double[] best = workspace.doubles(1, lines.abreast);
            int[] where = workspace.ints(0, lines.abreast);
            Odometer o = lines.odometer(from);
            for (long block = from; block < to; block++) {
                int w = lines.lines(block);
                if (lines.abreast == 1) {
                    line(lines.start(o, block, 0), 0, lines.length, best, where, 0);
                } else {
                    columns(lines.start(o, block, 0), w, best, where);
                }
                store(o, block, w, best, where);
                lines.advance(o, block);
            }
        });
    }

    /** A long line in pieces, which are compared in the end. */
    private void sliced(long block) {
        int slices = (lines.length + SLICE - 1) / SLICE;
        double[] best = new double[slices];
        int[] where = new int[slices];
        Odometer o = lines.odometer(block);
        long start = lines.start(o, block, 0);
        Parallel.forRange(slices, 1, (from, to) -> {
            for (int s = (int) from; s < to; s++) {
                line(start, s * SLICE, Math.min((s + 1) * SLICE, lines.length), best, where, s);
            }
        });
        for (int s = 1; s < slices; s++) {
            if (better(best[s], best[0])) {
                best[0] = best[s];
                where[0] = where[s];
            }
        }
        store(o, block, 1, best, where);
    }

    private boolean better(double x, double than) {
        return (largest ? x > than : x < than) || (x != x && than == than);
    }

    /** One line, chunk by chunk: the place is looked for only where the chunk's extreme is better. */
    private void line(long start, int from, int to, double[] best, int[] where, int slot) {
        double[] x = Workspace.current().doubles(0, CHUNK);
        for (int at = from; at < to; at += CHUNK) {
            int n = Math.min(CHUNK, to - at);
            Blocks.load(dtype, in, start + at * lines.along[0], lines.along[0], x, 0, n);
            double extreme = largest ? LANES.max(x, 0, n) : LANES.min(x, 0, n);
            if (at == from || better(extreme, best[slot])) {
                best[slot] = extreme;
                where[slot] = at + find(x, n, extreme);
            }
        }
    }

    private static int find(double[] x, int n, double value) {
        boolean nan = value != value;
        for (int i = 0; i < n; i++) {
            if (nan ? x[i] != x[i] : x[i] == value) {
                return i;
            }
        }
        throw new AssertionError(value);
    }

    private void columns(long start, int w, double[] best, int[] where) {
        double[] x = Workspace.current().doubles(0, w);
        Blocks.load(dtype, in, start, lines.across[0], best, 0, w);
        Arrays.fill(where, 0, w, 0);
        for (int i = 1; i < lines.length; i++) {
            Blocks.load(dtype, in, start + i * lines.along[0], lines.across[0], x, 0, w);
            if (largest) {
                LANES.keepGreater(x, 0, best, 0, where, 0, w, i);
            } else {
                LANES.keepLesser(x, 0, best, 0, where, 0, w, i);
            }
        }
    }

    private void store(Odometer o, long block, int w, double[] best, int[] where) {
        if (values != null) {
            Blocks.store(dtype, values, lines.start(o, block, 1), lines.across[1], best, 0, w);
        }
        Blocks.store(DType.INT64, indices, lines.start(o, block, 2), lines.across[2], where, 0, w);
    }
}
