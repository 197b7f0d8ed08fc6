package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.norm.DoubleChannelNorm;
import dev.jgrad.cpu.kernels.norm.FloatChannelNorm;
import dev.jgrad.cpu.kernels.reduce.Reduction;
import dev.jgrad.cpu.kernels.walk.ChannelWalk;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Batch norm in plain Java, any strides. The methods have the parameters of those in {@link
 * dev.jgrad.spi.NormalizationKernels}, which delegate here. Statistics are made in two passes; what is done per channel
 * is done in double.
 */
final class BatchNormCpu {
    private BatchNormCpu() {}

    static void batchNormTraining(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer saveMean,
            Buffer saveInvStd,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            @Nullable Buffer runningMean,
            @Nullable Buffer runningVar,
            double momentum,
            double eps) {
        int c = (int) inLayout.size(1);
        double[] mean = HeapArrays.doubles(c);
        double[] variance = HeapArrays.doubles(c);
        statistics(dtype, (CpuBuffer) in, inLayout, mean, variance);
        double[] invStd = HeapArrays.doubles(c);
        Arrays.setAll(invStd, i -> 1 / Math.sqrt(variance[i] + eps));
        long n = inLayout.numel() / Math.max(1, c);
        save(dtype, saveMean, mean);
        save(dtype, saveInvStd, invStd);
        update(dtype, runningMean, mean, 1, momentum);
        update(dtype, runningVar, variance, (double) n / (n - 1), momentum);
        normalise(dtype, out, outLayout, in, inLayout, weight, bias, mean, invStd);
        keep(out, saveMean, saveInvStd, in, weight, bias);
        keep(runningMean, runningVar);
    }

    private static void statistics(DType dtype, CpuBuffer in, Layout layout, double[] mean, double[] variance) {
        int c = mean.length;
        long[] sizes = new long[layout.rank()];
        Arrays.fill(sizes, 1);
        sizes[1] = c;
        DType compute = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        CpuBuffer m =
                CpuBuffer.ofArray(compute, compute == DType.FLOAT64 ? mean : HeapArrays.within(() -> new float[c]), c);
        CpuBuffer v = CpuBuffer.ofArray(
                compute, compute == DType.FLOAT64 ? variance : HeapArrays.within(() -> new float[c]), c);
        Reduction.variance(compute, v, m, Layout.contiguous(sizes), dtype, in, layout, 0);
        if (compute == DType.FLOAT32 && c > 0) {
            Blocks.load(compute, m, 0, 1, mean, 0, c);
            Blocks.load(compute, v, 0, 1, variance, 0, c);
        }
    }

    private static void update(DType dtype, @Nullable Buffer running, double[] batch, double factor, double momentum) {
        if (running == null) {
            return;
        }
        double[] r = vector(dtype, running, batch.length, 0);
        for (int i = 0; i < r.length; i++) {
            r[i] = (1 - momentum) * r[i] + momentum * (batch[i] * factor);
        }
        save(dtype, running, r);
    }

    static void batchNormInference(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            Buffer mean,
            Buffer variance,
            double eps) {
        int c = (int) inLayout.size(1);
        double[] invStd = vector(dtype, variance, c, 1);
        for (int i = 0; i < c; i++) {
            invStd[i] = 1 / Math.sqrt(invStd[i] + eps);
        }
        normalise(dtype, out, outLayout, in, inLayout, weight, bias, vector(dtype, mean, c, 0), invStd);
        keep(out, in, weight, bias, mean, variance);
    }

    private static void normalise(
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            double[] mean,
            double[] invStd) {
        double[] scale = vector(dtype, weight, mean.length, 1);
        double[] shift = vector(dtype, bias, mean.length, 0);
        for (int i = 0; i < scale.length; i++) {
            scale[i] *= invStd[i];
        }
        ChannelWalk walk = new ChannelWalk(inLayout, outLayout);
        CpuBuffer o = (CpuBuffer) out;
        CpuBuffer x = (CpuBuffer) in;
        if (dtype == DType.FLOAT64) {
            new DoubleChannelNorm(walk, dtype).normalise(o, x, mean, scale, shift);
        } else {
            new FloatChannelNorm(walk, dtype).normalise(o, x, floats(mean), floats(scale), floats(shift));
        }
    }

    static void batchNormBackward(
            Stream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Layout gradInputLayout,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            Buffer mean,
            Buffer invStd,
            boolean training) {
        int c = (int) inLayout.size(1);
        double[] m = vector(dtype, mean, c, 0);
        double[] s = vector(dtype, invStd, c, 1);
        double[] sum = HeapArrays.doubles(c);
        double[] product = HeapArrays.doubles(c);
        CpuBuffer g = (CpuBuffer) gradOutput;
        CpuBuffer x = (CpuBuffer) in;
        boolean wide = dtype == DType.FLOAT64;
        if (training || gradWeight != null || gradBias != null) {
            ChannelWalk walk = new ChannelWalk(inLayout, gradOutputLayout);
            if (wide) {
                new DoubleChannelNorm(walk, dtype).sums(g, x, m, sum, product);
            } else {
                new FloatChannelNorm(walk, dtype).sums(g, x, floats(m), sum, product);
            }
        }
        if (gradInput != null && gradInputLayout != null) {
            // gi = (g - mean(g) - (x - m) * s^2 * mean(g * (x - m))) * s * w, as a * g + b * (x - m) + c
            double[] a = vector(dtype, weight, c, 1);
            double[] b = HeapArrays.doubles(c);
            double[] d = HeapArrays.doubles(c);
            double n = (double) inLayout.numel() / Math.max(1, c);
            for (int i = 0; i < c; i++) {
                a[i] *= s[i];
                if (training) {
                    b[i] = -a[i] * s[i] * s[i] * product[i] / n;
                    d[i] = -a[i] * sum[i] / n;
                }
            }
            ChannelWalk walk = new ChannelWalk(inLayout, gradOutputLayout, gradInputLayout);
            if (wide) {
                new DoubleChannelNorm(walk, dtype).combine((CpuBuffer) gradInput, g, x, a, b, d, m);
            } else {
                new FloatChannelNorm(walk, dtype)
                        .combine((CpuBuffer) gradInput, g, x, floats(a), floats(b), floats(d), floats(m));
            }
        }
        if (gradWeight != null) {
            for (int i = 0; i < c; i++) {
                product[i] *= s[i];
            }
            save(dtype, gradWeight, product);
        }
        if (gradBias != null) {
            save(dtype, gradBias, sum);
        }
        keep(gradInput, gradWeight, gradBias, gradOutput, in, weight);
        keep(mean, invStd);
    }

    private static double[] vector(DType dtype, @Nullable Buffer buffer, int n, double otherwise) {
        double[] v = HeapArrays.doubles(n);
        if (buffer == null) {
            Arrays.fill(v, otherwise);
        } else if (n > 0) {
            Blocks.load(dtype, (CpuBuffer) buffer, 0, 1, v, 0, n);
        }
        return v;
    }

    private static void save(DType dtype, Buffer buffer, double[] values) {
        if (values.length > 0) {
            Blocks.store(dtype, (CpuBuffer) buffer, 0, 1, values, 0, values.length);
        }
    }

    private static float[] floats(double[] values) {
        float[] f = new float[values.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) values[i];
        }
        return f;
    }

    /** Native memory must not be given back while a kernel runs on it. */
    private static void keep(@Nullable Object... buffers) {
        for (Object buffer : buffers) {
            Reference.reachabilityFence(buffer);
        }
    }
}
