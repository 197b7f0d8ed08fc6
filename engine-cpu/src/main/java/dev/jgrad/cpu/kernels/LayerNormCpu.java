package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.norm.DoubleLayerNorm;
import dev.jgrad.cpu.kernels.norm.FloatLayerNorm;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Layer norm in plain Java. The methods have the parameters of those in {@link dev.jgrad.spi.NormalizationKernels},
 * which delegate here.
 */
final class LayerNormCpu {
    private static final long GRAIN = 16384;
    /** Gradients of weight and bias are summed in so many slices at most, whatever the number of threads. */
    private static final long SLICES = 32;

    private LayerNormCpu() {}

    static void layerNormForward(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer mean,
            Buffer invStd,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            double eps) {
        long rows = inLayout.size(0);
        int n = (int) inLayout.size(1);
        CpuBuffer o = Extents.check(dtype, out, outLayout);
        CpuBuffer m = Extents.checkVector(dtype, mean, rows);
        CpuBuffer s = Extents.checkVector(dtype, invStd, rows);
        CpuBuffer x = Extents.check(dtype, in, inLayout);
        CpuBuffer w = weight == null ? null : Extents.checkVector(dtype, weight, n);
        CpuBuffer b = bias == null ? null : Extents.checkVector(dtype, bias, n);
        Parallel.forRange(rows, Math.max(1, GRAIN / Math.max(1, n)), (from, to) -> {
            long at = outLayout.offset();
            long inAt = inLayout.offset();
            if (dtype == DType.FLOAT64) {
                DoubleLayerNorm.forward(dtype, o, at, m, s, x, inAt, w, b, n, eps, from, to);
            } else {
                FloatLayerNorm.forward(dtype, o, at, m, s, x, inAt, w, b, n, eps, from, to);
            }
        });
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(invStd);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(bias);
    }

    static void layerNormBackward(
            Stream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            Buffer mean,
            Buffer invStd,
            @Nullable Buffer weight) {
        long rows = inLayout.size(0);
        int n = (int) inLayout.size(1);
        CpuBuffer gi = gradInput == null ? null : Extents.checkVector(dtype, gradInput, rows * n);
        CpuBuffer go = Extents.check(dtype, gradOutput, gradOutputLayout);
        CpuBuffer x = Extents.check(dtype, in, inLayout);
        CpuBuffer m = Extents.checkVector(dtype, mean, rows);
        CpuBuffer s = Extents.checkVector(dtype, invStd, rows);
        CpuBuffer w = weight == null ? null : Extents.checkVector(dtype, weight, n);
        boolean sums = gradWeight != null || gradBias != null;
        long length = Math.max(Math.max(1, GRAIN / Math.max(1, n)), (rows + SLICES - 1) / SLICES);
        int slices = (int) ((rows + length - 1) / length);
        double[][] weights = new double[slices][];
        double[][] biases = new double[slices][];
        Parallel.forRange(slices, 1, (from, to) -> {
            for (int slice = (int) from; slice < to; slice++) {
                weights[slice] = sums ? HeapArrays.doubles(n) : null;
                biases[slice] = sums ? HeapArrays.doubles(n) : null;
                long begin = slice * length;
                long end = Math.min(begin + length, rows);
                long at = gradOutputLayout.offset();
                long inAt = inLayout.offset();
                if (dtype == DType.FLOAT64) {
                    DoubleLayerNorm.backward(
                            dtype, gi, weights[slice], biases[slice], go, at, x, inAt, m, s, w, n, begin, end);
                } else {
                    FloatLayerNorm.backward(
                            dtype, gi, weights[slice], biases[slice], go, at, x, inAt, m, s, w, n, begin, end);
                }
            }
        });
        total(dtype, gradWeight, weights, n);
        total(dtype, gradBias, biases, n);
        Reference.reachabilityFence(gradInput);
        Reference.reachabilityFence(gradWeight);
        Reference.reachabilityFence(gradBias);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(invStd);
        Reference.reachabilityFence(weight);
    }

    private static void total(DType dtype, @Nullable Buffer out, double[][] parts, int n) {
        if (out == null || n == 0) {
            return;
        }
        CpuBuffer target = Extents.checkVector(dtype, out, n);
        double[] sum = HeapArrays.doubles(n);
        for (double[] part : parts) {
            for (int i = 0; i < n; i++) {
                sum[i] += part[i];
            }
        }
        Blocks.store(dtype, target, 0, 1, sum, 0, n);
    }
}
