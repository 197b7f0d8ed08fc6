package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.reduce.Reduction;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
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
        Reduction.run(kind, outDType, (CpuBuffer) out, outLayout, inDType, (CpuBuffer) in, inLayout);
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(in);
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
        throw missing();
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
        Reduction.variance(
                dtype, (CpuBuffer) variance, (CpuBuffer) mean, outLayout, dtype, (CpuBuffer) in, inLayout, correction);
        Reference.reachabilityFence(variance);
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(in);
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
        throw missing();
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
        throw missing();
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
        throw missing();
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
        throw missing();
    }

    private static JgradException missing() {
        return new JgradException("the CPU backend has no reductions yet");
    }
}
