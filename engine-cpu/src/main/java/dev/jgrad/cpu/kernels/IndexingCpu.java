package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.index.Nonzero;
import dev.jgrad.cpu.kernels.index.PointAccess;
import dev.jgrad.cpu.kernels.index.SliceAccess;
import dev.jgrad.cpu.kernels.index.TupleAccess;
import dev.jgrad.cpu.kernels.reduce.Reduction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.IndexingKernels;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.spi.ScatterKind;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import java.util.Arrays;

/** Gather, scatter and advanced indexing on the CPU. */
public final class IndexingCpu implements IndexingKernels {
    /** Kernels without state. */
    public IndexingCpu() {}

    @Override
    public void gather(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            Buffer index,
            Layout indexLayout) {
        PointAccess.gather(
                dtype,
                Extents.check(dtype, out, outLayout),
                outLayout,
                Extents.check(dtype, in, inLayout),
                inLayout,
                dim,
                Extents.check(DType.INT64, index, indexLayout),
                indexLayout);
        keep(out, in, index);
    }

    @Override
    public void scatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            int dim,
            Buffer index,
            Layout indexLayout,
            Buffer source,
            Layout sourceLayout) {
        PointAccess.scatter(
                kind,
                dtype,
                Extents.check(dtype, self, selfLayout),
                selfLayout,
                dim,
                Extents.check(DType.INT64, index, indexLayout),
                indexLayout,
                Extents.check(dtype, source, sourceLayout),
                sourceLayout);
        keep(self, index, source);
    }

    @Override
    public void indexSelect(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            Buffer index,
            Layout indexLayout) {
        SliceAccess.select(
                dtype,
                Extents.check(dtype, out, outLayout),
                outLayout,
                Extents.check(dtype, in, inLayout),
                inLayout,
                dim,
                Extents.check(DType.INT64, index, indexLayout),
                indexLayout);
        keep(out, in, index);
    }

    @Override
    public void indexScatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            int dim,
            Buffer index,
            Layout indexLayout,
            Buffer source,
            Layout sourceLayout) {
        SliceAccess.scatter(
                kind,
                dtype,
                Extents.check(dtype, self, selfLayout),
                selfLayout,
                dim,
                Extents.check(DType.INT64, index, indexLayout),
                indexLayout,
                Extents.check(dtype, source, sourceLayout),
                sourceLayout);
        keep(self, index, source);
    }

    @Override
    public void indexGet(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            Buffer[] indices,
            Layout[] indexLayouts) {
        TupleAccess.get(
                dtype,
                Extents.check(dtype, out, outLayout),
                outLayout,
                Extents.check(dtype, in, inLayout),
                inLayout,
                cpu(indices, indexLayouts),
                indexLayouts);
        keep(out, in, indices);
    }

    @Override
    public void indexPut(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            Buffer[] indices,
            Layout[] indexLayouts,
            Buffer source,
            Layout sourceLayout) {
        TupleAccess.put(
                kind,
                dtype,
                Extents.check(dtype, self, selfLayout),
                selfLayout,
                cpu(indices, indexLayouts),
                indexLayouts,
                Extents.check(dtype, source, sourceLayout),
                sourceLayout);
        keep(self, source, indices);
    }

    @Override
    public long countNonzero(Stream stream, DType dtype, Buffer in, Layout inLayout) {
        long[] count = new long[1];
        long[] ones = new long[inLayout.rank()];
        Arrays.fill(ones, 1);
        Reduction.run(
                ReduceKind.COUNT_NONZERO,
                DType.INT64,
                CpuBuffer.ofArray(DType.INT64, count, 1),
                Layout.contiguous(ones),
                dtype,
                Extents.check(dtype, in, inLayout),
                inLayout);
        Reference.reachabilityFence(in);
        return count[0];
    }

    @Override
    public void nonzero(Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer in, Layout inLayout) {
        Nonzero.find(
                dtype,
                Extents.check(DType.INT64, out, outLayout),
                outLayout,
                Extents.check(dtype, in, inLayout),
                inLayout);
        keep(out, in, in);
    }

    private static CpuBuffer[] cpu(Buffer[] buffers, Layout[] layouts) {
        CpuBuffer[] checked = new CpuBuffer[buffers.length];
        Arrays.setAll(checked, i -> Extents.check(DType.INT64, buffers[i], layouts[i]));
        return checked;
    }

    /** Native memory must not be given back while a kernel runs on it. */
    private static void keep(Object a, Object b, Object c) {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }
}
