package dev.jgrad.cpu.kernels.index;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.kernels.walk.Odometer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.ScatterKind;
import java.util.Arrays;

/**
 * Advanced indexing. The tuples of indices are turned into base positions once; what follows moves, for each tuple, the
 * rest of the dimensions.
 */
public final class TupleAccess {
    private static final long GRAIN = 8192;
    private static final int CHUNK = 1024;

    private final DType dtype;
    private final CpuBuffer indexed;
    private final CpuBuffer plain;
    /** Where in the indexed tensor each tuple points to, and where its values are in the other one. */
    private final long[] indexedBase;

    private final long[] plainBase;
    /** The dimensions behind the indexed ones. */
    private final long[] restSizes;

    private final long[] indexedRest;
    private final long[] plainRest;
    /** Length of the run that the last of them form, 1 when they do not. */
    private final long run;

    private TupleAccess(
            DType dtype,
            CpuBuffer indexed,
            Layout indexedLayout,
            CpuBuffer[] indices,
            Layout[] indexLayouts,
            CpuBuffer plain,
            Layout plainLayout) {
        int k = indices.length;
        int s = indexLayouts[0].rank();
        this.dtype = dtype;
        this.indexed = indexed;
        this.plain = plain;
        indexedBase = bases(indexedLayout, indices, indexLayouts);
        plainBase = plainBases(plainLayout, s, indexedBase.length);
        run = indexedLayout.numel() == 0 ? 1 : Runs.length(indexedLayout, plainLayout, k - 1, s - k);
        int rank = indexedLayout.rank();
        long covered = 1;
        while (rank > k && covered < run) {
            covered *= indexedLayout.size(--rank);
        }
        restSizes = Arrays.copyOfRange(indexedLayout.sizes(), k, rank);
        indexedRest = Arrays.copyOfRange(indexedLayout.strides(), k, rank);
        plainRest = Arrays.copyOfRange(plainLayout.strides(), s, s + rank - k);
    }

    private static long[] bases(Layout in, CpuBuffer[] indices, Layout[] layouts) {
        int n = HeapArrays.length(layouts[0].numel());
        long[] base = HeapArrays.longs(n);
        Arrays.fill(base, in.offset());
        if (n == 0) {
            return base;
        }
        long[] values = HeapArrays.longs(n);
        for (int j = 0; j < indices.length; j++) {
            loadRowMajor(indices[j], layouts[j], values);
            Bounds.wrap(values, n, j, in.size(j));
            for (int i = 0; i < n; i++) {
                base[i] += values[i] * in.stride(j);
            }
        }
        return base;
    }

    private static void loadRowMajor(CpuBuffer index, Layout layout, long[] values) {
        int rank = layout.rank();
        if (rank == 0 || layout.isContiguous()) {
            Blocks.load(DType.INT64, index, layout.offset(), 1, values, 0, values.length);
            return;
        }
        int n = (int) layout.size(rank - 1);
        Odometer o = new Odometer(
                Arrays.copyOf(layout.sizes(), rank - 1),
                new long[][] {Arrays.copyOf(layout.strides(), rank - 1)},
                new long[] {layout.offset()});
        for (int at = 0; at < values.length; at += n, o.next()) {
            Blocks.load(DType.INT64, index, o.position[0], layout.stride(rank - 1), values, at, n);
        }
    }

    private static long[] plainBases(Layout layout, int rank, int n) {
        long[] base = HeapArrays.longs(n);
        Odometer o = new Odometer(
                Arrays.copyOf(layout.sizes(), rank),
                new long[][] {Arrays.copyOf(layout.strides(), rank)},
                new long[] {layout.offset()});
        for (int i = 0; i < n; i++, o.next()) {
            base[i] = o.position[0];
        }
        return base;
    }

    /** As {@link dev.jgrad.spi.IndexingKernels#indexGet}. */
    public static void get(
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer in,
            Layout inLayout,
            CpuBuffer[] indices,
            Layout[] indexLayouts) {
        TupleAccess t = new TupleAccess(dtype, in, inLayout, indices, indexLayouts, out, outLayout);
        if (outLayout.numel() == 0) {
            return;
        }
        long rest = Dims.numel(t.restSizes);
        int n = t.indexedBase.length;
        if (t.run == 1 && rest == 1) {
            Parallel.forRange((n + CHUNK - 1) / CHUNK, GRAIN / CHUNK, (from, to) -> {
                for (long c = from; c < to; c++) {
                    t.getPoints((int) c * CHUNK, (int) Math.min(CHUNK, n - c * CHUNK));
                }
            });
        } else {
            Parallel.forRange(n, Math.max(1, GRAIN / (rest * t.run)), (from, to) -> {
                for (long i = from; i < to; i++) {
                    Odometer o = t.rest((int) i);
                    for (long r = 0; r < rest; r++, o.next()) {
                        Runs.copy(dtype, out, o.position[1], in, o.position[0], t.run);
                    }
                }
            });
        }
    }

    /** As {@link dev.jgrad.spi.IndexingKernels#indexPut}. */
    public static void put(
            ScatterKind kind,
            DType dtype,
            CpuBuffer self,
            Layout selfLayout,
            CpuBuffer[] indices,
            Layout[] indexLayouts,
            CpuBuffer source,
            Layout sourceLayout) {
        TupleAccess t = new TupleAccess(dtype, self, selfLayout, indices, indexLayouts, source, sourceLayout);
        if (sourceLayout.numel() == 0) {
            return;
        }
        int n = t.indexedBase.length;
        if (t.run == 1 && t.restSizes.length == 0) {
            for (int at = 0; at < n; at += CHUNK) {
                t.putPoints(kind, at, Math.min(CHUNK, n - at));
            }
            return;
        }
        // Parts share the rest, not the tuples: repeated tuples stay in order.
        long rest = Dims.numel(t.restSizes);
        Parallel.forRange(rest, Math.max(1, GRAIN / (n * t.run)), (from, to) -> {
            Combiner combiner = Combiner.of(dtype);
            for (int i = 0; i < n; i++) {
                Odometer o = t.rest(i);
                o.skip(from);
                for (long r = from; r < to; r++, o.next()) {
                    t.putRun(combiner, kind, o.position[0], o.position[1]);
                }
            }
        });
    }

    private void putRun(Combiner combiner, ScatterKind kind, long to, long from) {
        if (kind == ScatterKind.SET) {
            Runs.copy(dtype, indexed, to, plain, from, run);
            return;
        }
        for (long at = 0; at < run; at += CHUNK) {
            combiner.run(kind, dtype, indexed, to + at, plain, from + at, (int) Math.min(CHUNK, run - at));
        }
    }

    private Odometer rest(int tuple) {
        return new Odometer(
                restSizes, new long[][] {indexedRest, plainRest}, new long[] {indexedBase[tuple], plainBase[tuple]});
    }

    private void getPoints(int first, int n) {
        Workspace workspace = Workspace.current();
        long[] p = workspace.longs(0, n);
        long[] bits = workspace.longs(1, n);
        System.arraycopy(indexedBase, first, p, 0, n);
        Elements.get(dtype, indexed, p, bits, n);
        System.arraycopy(plainBase, first, p, 0, n);
        Elements.set(dtype, plain, p, bits, n);
    }

    private void putPoints(ScatterKind kind, int first, int n) {
        Workspace workspace = Workspace.current();
        long[] p = workspace.longs(0, n);
        if (kind == ScatterKind.SET) {
            long[] bits = workspace.longs(1, n);
            System.arraycopy(plainBase, first, p, 0, n);
            Elements.get(dtype, plain, p, bits, n);
            System.arraycopy(indexedBase, first, p, 0, n);
            Elements.set(dtype, indexed, p, bits, n);
            return;
        }
        Combiner combiner = Combiner.of(dtype);
        for (int i = 0; i < n; i++) {
            combiner.run(kind, dtype, indexed, indexedBase[first + i], plain, plainBase[first + i], 1);
        }
    }
}
