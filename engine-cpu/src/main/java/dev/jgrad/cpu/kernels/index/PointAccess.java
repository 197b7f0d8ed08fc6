package dev.jgrad.cpu.kernels.index;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.kernels.walk.Odometer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ScatterKind;

/** Gather and scatter: every element has an index of its own. */
public final class PointAccess {
    private static final int CHUNK = 1024;
    private static final long GRAIN = 4096;

    private final DType dtype;
    /** The tensor that is read from or written to at indexed places. */
    private final CpuBuffer indexed;

    private final Layout indexedLayout;
    private final int dim;
    private final CpuBuffer index;
    private final Layout indexLayout;
    /** The tensor that has the sizes of the index. */
    private final CpuBuffer plain;

    private final Layout plainLayout;
    /** The dimension that rows run along. */
    private final int inner;

    private final long[] outerSizes;
    private final long rows;

    private PointAccess(
            DType dtype,
            CpuBuffer indexed,
            Layout indexedLayout,
            int dim,
            CpuBuffer index,
            Layout indexLayout,
            CpuBuffer plain,
            Layout plainLayout) {
        boolean scalar = indexLayout.rank() == 0;
        this.dtype = dtype;
        this.indexed = indexed;
        this.indexedLayout = scalar ? indexedLayout.unsqueeze(0) : indexedLayout;
        this.dim = dim;
        this.index = index;
        this.indexLayout = scalar ? indexLayout.unsqueeze(0) : indexLayout;
        this.plain = plain;
        this.plainLayout = scalar ? plainLayout.unsqueeze(0) : plainLayout;
        int d = this.indexLayout.rank() - 1;
        while (d > 0 && this.indexLayout.size(d) == 1) {
            d--;
        }
        inner = d;
        outerSizes = Odometer.without(this.indexLayout.sizes(), only(inner));
        rows = Dims.numel(outerSizes);
    }

    /** As {@link dev.jgrad.spi.IndexingKernels#gather}. */
    public static void gather(
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer in,
            Layout inLayout,
            int dim,
            CpuBuffer index,
            Layout indexLayout) {
        PointAccess p = new PointAccess(dtype, in, inLayout, dim, index, indexLayout, out, outLayout);
        long n = p.indexLayout.size(p.inner);
        long chunks = (n + CHUNK - 1) / CHUNK;
        Parallel.forRange(p.rows * chunks, Math.max(1, GRAIN / Math.max(1, Math.min(n, CHUNK))), (from, to) -> {
            Odometer o = p.odometer();
            o.skip(from / chunks);
            for (long u = from; u < to; u++) {
                long first = u % chunks * CHUNK;
                p.gatherChunk(o, first, (int) Math.min(CHUNK, n - first));
                if (u % chunks == chunks - 1) {
                    o.next();
                }
            }
        });
    }

    /** As {@link dev.jgrad.spi.IndexingKernels#scatter}. */
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
        PointAccess p = new PointAccess(dtype, self, selfLayout, dim, index, indexLayout, source, sourceLayout);
        long n = p.indexLayout.size(p.inner);
        long chunks = (n + CHUNK - 1) / CHUNK;
        // Two parts must never meet at an element: along the indexed dimension everything stays in one part.
        if (dim == p.inner) {
            Parallel.forRange(p.rows, Math.max(1, GRAIN / Math.max(1, n)), (from, to) -> {
                Odometer o = p.odometer();
                o.skip(from);
                for (long row = from; row < to; row++, o.next()) {
                    for (long first = 0; first < n; first += CHUNK) {
                        p.scatterChunk(kind, o, first, (int) Math.min(CHUNK, n - first));
                    }
                }
            });
        } else {
            Parallel.forRange(chunks, Math.max(1, GRAIN / Math.max(1, p.rows * CHUNK)), (from, to) -> {
                Odometer o = p.odometer();
                for (long row = 0; row < p.rows; row++, o.next()) {
                    for (long c = from; c < to; c++) {
                        p.scatterChunk(kind, o, c * CHUNK, (int) Math.min(CHUNK, n - c * CHUNK));
                    }
                }
            });
        }
    }

    private boolean[] only(int d) {
        boolean[] flags = new boolean[indexLayout.rank()];
        flags[d] = true;
        return flags;
    }

    /** Over the outer dimensions, with the positions of plain, index and indexed. */
    private Odometer odometer() {
        boolean[] dropped = only(inner);
        long[] indexedStrides = indexedLayout.strides().clone();
        indexedStrides[dim] = 0;
        return new Odometer(
                outerSizes,
                new long[][] {
                    Odometer.without(plainLayout.strides(), dropped),
                    Odometer.without(indexLayout.strides(), dropped),
                    Odometer.without(indexedStrides, dropped)
                },
                new long[] {plainLayout.offset(), indexLayout.offset(), indexedLayout.offset()});
    }

    /** Positions in the indexed tensor for a chunk of a row, in slot 0 of the workspace. */
    private long[] positions(Workspace workspace, Odometer o, long first, int n) {
        long[] p = workspace.longs(0, n);
        long indexStride = indexLayout.stride(inner);
        Blocks.load(DType.INT64, index, o.position[1] + first * indexStride, indexStride, p, 0, n);
        Bounds.check(p, n, dim, indexedLayout.size(dim));
        long along = indexedLayout.stride(dim);
        long step = dim == inner ? 0 : indexedLayout.stride(inner);
        long base = o.position[2] + first * step;
        for (int i = 0; i < n; i++) {
            p[i] = base + i * step + p[i] * along;
        }
        return p;
    }

    private void gatherChunk(Odometer o, long first, int n) {
        Workspace workspace = Workspace.current();
        long[] p = positions(workspace, o, first, n);
        long[] bits = workspace.longs(1, n);
        Elements.get(dtype, indexed, p, bits, n);
        long stride = plainLayout.stride(inner);
        Elements.spread(p, o.position[0] + first * stride, stride, n);
        Elements.set(dtype, plain, p, bits, n);
    }

    private void scatterChunk(ScatterKind kind, Odometer o, long first, int n) {
        Workspace workspace = Workspace.current();
        long[] p = positions(workspace, o, first, n);
        long stride = plainLayout.stride(inner);
        long from = o.position[0] + first * stride;
        if (kind != ScatterKind.SET) {
            Combiner.of(dtype).each(kind, dtype, indexed, p, plain, from, stride, n);
            return;
        }
        long[] bits = workspace.longs(1, n);
        long[] source = workspace.longs(2, n);
        Elements.spread(source, from, stride, n);
        Elements.get(dtype, plain, source, bits, n);
        Elements.set(dtype, indexed, p, bits, n);
    }
}
