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
        PointAccess.gather(dtype, cpu(out), outLayout, cpu(in), inLayout, dim, cpu(index), indexLayout);
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
                kind, dtype, cpu(self), selfLayout, dim, cpu(index), indexLayout, cpu(source), sourceLayout);
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
        SliceAccess.select(dtype, cpu(out), outLayout, cpu(in), inLayout, dim, cpu(index), indexLayout);
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
                kind, dtype, cpu(self), selfLayout, dim, cpu(index), indexLayout, cpu(source), sourceLayout);
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
        TupleAccess.get(dtype, cpu(out), outLayout, cpu(in), inLayout, cpu(indices), indexLayouts);
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
        TupleAccess.put(kind, dtype, cpu(self), selfLayout, cpu(indices), indexLayouts, cpu(source), sourceLayout);
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
                cpu(in),
                inLayout);
        Reference.reachabilityFence(in);
        return count[0];
    }

    @Override
    public void nonzero(Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer in, Layout inLayout) {
        Nonzero.find(dtype, cpu(out), outLayout, cpu(in), inLayout);
        keep(out, in, in);
    }

    private static CpuBuffer cpu(Buffer buffer) {
        return (CpuBuffer) buffer;
    }

    private static CpuBuffer[] cpu(Buffer[] buffers) {
        return Arrays.copyOf(buffers, buffers.length, CpuBuffer[].class);
    }

    /** Native memory must not be given back while a kernel runs on it. */
    private static void keep(Object a, Object b, Object c) {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }
}
