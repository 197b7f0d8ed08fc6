package dev.jgrad.cpu.kernels.index;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.walk.Odometer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.ScatterKind;

/** Selecting and writing whole slices along one dimension: rows of an embedding, say. */
public final class SliceAccess {
    /** Shorter runs than this are handled element by element. */
    private static final long SHORT = 4;

    private static final long GRAIN = 16384;
    private static final int CHUNK = 2048;

    private SliceAccess() {}

    /** As {@link dev.jgrad.spi.IndexingKernels#indexSelect}. */
    public static void select(
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer in,
            Layout inLayout,
            int dim,
            CpuBuffer index,
            Layout indexLayout) {
        if (outLayout.numel() == 0 || outLayout.rank() == 0) {
            check(index, indexLayout, dim, inLayout);
            if (outLayout.numel() == 1) {
                Runs.copy(dtype, out, outLayout.offset(), in, inLayout.offset(), 1);
            }
            return;
        }
        long run = Runs.length(outLayout, inLayout, dim, 0);
        if (run < SHORT) {
            check(index, indexLayout, dim, inLayout);
            PointAccess.gather(
                    dtype, out, outLayout, in, inLayout, dim, index, spread(indexLayout, dim, outLayout.sizes()));
            return;
        }
        long[] selected = checked(index, indexLayout, dim, inLayout);
        boolean[] dropped = inRun(outLayout, dim, run);
        long[] sizes = Odometer.without(outLayout.sizes(), dropped);
        long[] inStrides = inLayout.strides().clone();
        inStrides[dim] = 0;
        long[] outStrides = Odometer.without(outLayout.strides(), dropped);
        long[] others = Odometer.without(inStrides, dropped);
        Parallel.forRange(Dims.numel(sizes), Math.max(1, GRAIN / run), (from, to) -> {
            Odometer o = new Odometer(
                    sizes, new long[][] {outStrides, others}, new long[] {outLayout.offset(), inLayout.offset()});
            o.skip(from);
            for (long u = from; u < to; u++, o.next()) {
                long source = o.position[1] + selected[(int) o.index(dim)] * inLayout.stride(dim);
                Runs.copy(dtype, out, o.position[0], in, source, run);
            }
        });
    }

    /** As {@link dev.jgrad.spi.IndexingKernels#indexScatter}. */
    public static void scatter(
            ScatterKind kind,
            DType dtype,
            CpuBuffer self,
            Layout selfLayout,
            int dim,
            CpuBuffer index,
            Layout indexLayout,
            CpuBuffer source,
            Layout sourceLayout) {
        if (selfLayout.rank() == 0) {
            scatter(
                    kind,
                    dtype,
                    self,
                    selfLayout.unsqueeze(0),
                    0,
                    index,
                    indexLayout,
                    source,
                    sourceLayout.rank() == 0 ? sourceLayout.unsqueeze(0) : sourceLayout);
            return;
        }
        long run = sourceLayout.numel() == 0 ? 0 : Runs.length(sourceLayout, selfLayout, dim, 0);
        if (run < SHORT) {
            check(index, indexLayout, dim, selfLayout);
            if (sourceLayout.numel() == 0) {
                return;
            }
            Layout spread = spread(indexLayout, dim, sourceLayout.sizes());
            PointAccess.scatter(kind, dtype, self, selfLayout, dim, index, spread, source, sourceLayout);
            return;
        }
        long[] selected = checked(index, indexLayout, dim, selfLayout);
        boolean[] dropped = inRun(sourceLayout, dim, run);
        dropped[dim] = true;
        long[] sizes = Odometer.without(sourceLayout.sizes(), dropped);
        long[] selfStrides = Odometer.without(selfLayout.strides(), dropped);
        long[] sourceStrides = Odometer.without(sourceLayout.strides(), dropped);
        // A part owns some columns of the runs and goes through all indices in order: always the same result.
        long columns = Math.min(CHUNK, Math.max(64, (run + 7) / 8));
        long chunks = (run + columns - 1) / columns;
        long work = columns * selected.length;
        Parallel.forRange(Dims.numel(sizes) * chunks, Math.max(1, GRAIN / Math.max(work, 1)), (from, to) -> {
            Combiner combiner = Combiner.of(dtype);
            for (long u = from; u < to; u++) {
                Odometer o = new Odometer(sizes, new long[][] {selfStrides, sourceStrides}, new long[] {
                    selfLayout.offset(), sourceLayout.offset()
                });
                o.skip(u / chunks);
                long first = u % chunks * columns;
                int n = (int) Math.min(columns, run - first);
                long target = o.position[0] + first;
                long from0 = o.position[1] + first;
                for (int i = 0; i < selected.length; i++) {
                    long at = target + selected[i] * selfLayout.stride(dim);
                    long src = from0 + i * sourceLayout.stride(dim);
                    if (kind == ScatterKind.SET) {
                        Runs.copy(dtype, self, at, source, src, n);
                    } else {
                        combiner.run(kind, dtype, self, at, source, src, n);
                    }
                }
            }
        });
    }

    /** The positions to read or write whole slices at: few beside the elements. */
    private static long[] checked(CpuBuffer index, Layout indexLayout, int dim, Layout indexed) {
        long[] values = HeapArrays.longs(indexLayout.numel());
        load(index, indexLayout, dim, indexed, values, 0, values.length);
        return values;
    }

    private static void check(CpuBuffer index, Layout indexLayout, int dim, Layout indexed) {
        long n = indexLayout.numel();
        long[] block = new long[(int) Math.min(n, CHUNK)];
        for (long i = 0; i < n; i += CHUNK) {
            load(index, indexLayout, dim, indexed, block, i, (int) Math.min(n - i, CHUNK));
        }
    }

    private static void load(
            CpuBuffer index, Layout indexLayout, int dim, Layout indexed, long[] values, long from, int n) {
        long stride = indexLayout.rank() == 0 ? 0 : indexLayout.stride(0);
        Blocks.load(DType.INT64, index, indexLayout.offset() + from * stride, stride, values, 0, n);
        Bounds.checkSelection(values, n, dim, indexed.rank() == 0 ? 1 : indexed.size(dim));
    }

    /** The 1-d index seen as one of full rank that does not vary outside {@code dim}. */
    private static Layout spread(Layout index, int dim, long[] sizes) {
        long[] strides = new long[sizes.length];
        strides[dim] = index.rank() == 0 ? 0 : index.stride(0);
        return Layout.strided(sizes, strides, index.offset());
    }

    /** Which of the last dimensions make up the run. */
    private static boolean[] inRun(Layout layout, int dim, long run) {
        boolean[] flags = new boolean[layout.rank()];
        long covered = 1;
        for (int d = layout.rank() - 1; d > dim && covered < run; d--) {
            flags[d] = true;
            covered *= layout.size(d);
        }
        return flags;
    }
}
