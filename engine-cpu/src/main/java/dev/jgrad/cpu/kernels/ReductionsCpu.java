package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.order.Extremes;
import dev.jgrad.cpu.kernels.order.Scans;
import dev.jgrad.cpu.kernels.order.Searching;
import dev.jgrad.cpu.kernels.order.Sorting;
import dev.jgrad.cpu.kernels.reduce.Reduction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.spi.ReductionKernels;
import dev.jgrad.spi.ScanKind;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Reductions of the CPU; the work is in {@code dev.jgrad.cpu.kernels.reduce}. */
public final class ReductionsCpu implements ReductionKernels {
    /** Kernels without state. */
    public ReductionsCpu() {}

    @Override
    public void reduce(
            Stream stream,
            ReduceKind kind,
            DType outDType,
            Buffer out,
            Layout outLayout,
            DType inDType,
            Buffer in,
            Layout inLayout) {
        CpuBuffer o = Extents.check(outDType, out, outLayout);
        if (inLayout.numel() == outLayout.numel() && isCopyOfOne(kind, outDType)) {
            Copying.copy(outDType, o, outLayout, inDType, Extents.check(inDType, in, inLayout), inLayout);
            keep(out, in, null);
            return;
        }
        Reduction.run(kind, outDType, o, outLayout, inDType, Extents.check(inDType, in, inLayout), inLayout);
        keep(out, in, null);
    }

    @Override
    public void reduceWithIndex(
            Stream stream,
            boolean largest,
            DType dtype,
            @Nullable Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim) {
        CpuBuffer v = values == null ? null : Extents.check(dtype, values, valuesLayout);
        CpuBuffer i = Extents.check(DType.INT64, indices, indicesLayout);
        CpuBuffer x = Extents.check(dtype, in, inLayout);
        Extremes.run(largest, dtype, v, valuesLayout, i, indicesLayout, x, inLayout, dim);
        keep(values, indices, in);
    }

    @Override
    public void varMean(
            Stream stream,
            DType dtype,
            Buffer variance,
            @Nullable Buffer mean,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            double correction) {
        CpuBuffer v = Extents.check(dtype, variance, outLayout);
        CpuBuffer m = mean == null ? null : Extents.check(dtype, mean, outLayout);
        CpuBuffer x = Extents.check(dtype, in, inLayout);
        Reduction.variance(dtype, v, m, outLayout, dtype, x, inLayout, correction);
        keep(variance, mean, in);
    }

    @Override
    public void scan(
            Stream stream,
            ScanKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer indices,
            @Nullable Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim) {
        CpuBuffer o = Extents.check(dtype, out, outLayout);
        CpuBuffer x = Extents.check(dtype, in, inLayout);
        CpuBuffer i =
                indices == null || indicesLayout == null ? null : Extents.check(DType.INT64, indices, indicesLayout);
        Scans.run(kind, dtype, o, outLayout, i, indicesLayout, x, inLayout, dim);
        keep(out, indices, in);
    }

    @Override
    public void sort(
            Stream stream,
            DType dtype,
            Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            boolean descending) {
        first(dtype, values, valuesLayout, indices, indicesLayout, in, inLayout, dim, descending);
    }

    @Override
    public void topk(
            Stream stream,
            DType dtype,
            Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            boolean largest) {
        first(dtype, values, valuesLayout, indices, indicesLayout, in, inLayout, dim, largest);
    }

    private static void first(
            DType dtype,
            Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            boolean descending) {
        CpuBuffer v = Extents.check(dtype, values, valuesLayout);
        CpuBuffer i = Extents.check(DType.INT64, indices, indicesLayout);
        CpuBuffer x = Extents.check(dtype, in, inLayout);
        int k = valuesLayout.rank() == 0 ? 1 : (int) valuesLayout.size(dim);
        Sorting.first(dtype, v, valuesLayout, i, indicesLayout, x, inLayout, dim, k, descending);
        keep(values, indices, in);
    }

    @Override
    public void searchSorted(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer boundaries,
            Layout boundariesLayout,
            Buffer values,
            Layout valuesLayout,
            boolean right) {
        CpuBuffer o = Extents.check(DType.INT64, out, outLayout);
        CpuBuffer b = Extents.check(dtype, boundaries, boundariesLayout);
        CpuBuffer v = Extents.check(dtype, values, valuesLayout);
        Searching.run(dtype, o, outLayout, b, boundariesLayout, v, valuesLayout, right);
        keep(out, boundaries, values);
    }

    /** True when the result of a single element is that element. */
    private static boolean isCopyOfOne(ReduceKind kind, DType dtype) {
        return switch (kind) {
            case SUM, PROD, MAX, MIN, MEAN -> !dtype.isBool();
            case NANSUM, ANY, ALL, COUNT_NONZERO, LOGSUMEXP, NORM2, NORM1 -> false;
        };
    }

    /** Native memory must not be given back while a kernel runs on it. */
    private static void keep(@Nullable Object a, @Nullable Object b, @Nullable Object c) {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }
}
