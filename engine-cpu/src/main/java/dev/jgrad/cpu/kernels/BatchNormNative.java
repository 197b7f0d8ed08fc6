package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.natives.Staging;
import dev.jgrad.cpu.onednn.OneDnn;
import dev.jgrad.cpu.onednn.OneDnnBatchNorm;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation of channels-last float32 by oneDNN. Each method returns false, with nothing done, for anything
 * else.
 */
final class BatchNormNative {
    /** Below this many elements a loop in Java is done before the library has begun. */
    private static final long NATIVE_ELEMENTS = 1 << 13;

    private static final long PARALLEL_ELEMENTS = 1 << 15;
    private static final DType F32 = DType.FLOAT32;

    private BatchNormNative() {}

    static boolean takes(DType dtype, Layout layout) {
        return dtype == F32
                && layout.numel() >= NATIVE_ELEMENTS
                && layout.size(1) * 4 <= Staging.SLOT_BYTES
                && OneDnn.isAvailable()
                && OneDnnBatchNorm.takes(layout);
    }

    static boolean training(
            CpuBuffer out,
            CpuBuffer saveMean,
            CpuBuffer saveInvStd,
            CpuBuffer in,
            Layout layout,
            @Nullable CpuBuffer weight,
            @Nullable CpuBuffer bias,
            @Nullable CpuBuffer runningMean,
            @Nullable CpuBuffer runningVar,
            double momentum,
            double eps) {
        int channels = (int) layout.size(1);
        long target = Staging.output(out, F32, 0, true);
        long mean = Staging.output(saveMean, F32, 1, true);
        long variance = Staging.output(saveInvStd, F32, 2, true);
        boolean done = OneDnnBatchNorm.forward(
                true,
                threads(layout),
                layout,
                target,
                Staging.input(in, F32, 3),
                vector(weight, channels, 1, 4),
                vector(bias, channels, 0, 5),
                mean,
                variance,
                (float) eps);
        if (done) {
            long n = layout.numel() / channels;
            if (runningMean != null) {
                average(runningMean, mean, channels, momentum, 1);
            }
            if (runningVar != null) {
                // The running variance is the unbiased one.
                average(runningVar, variance, channels, momentum, n / (n - 1.0));
            }
            for (long c = 0; c < channels; c++) {
                double v = Native.ALL.get(Native.FLOAT, variance + 4 * c);
                Native.ALL.set(Native.FLOAT, variance + 4 * c, (float) (1 / Math.sqrt(v + eps)));
            }
            Staging.finish(out, F32, target);
            Staging.finish(saveMean, F32, mean);
            Staging.finish(saveInvStd, F32, variance);
        }
        keep(out, saveMean, saveInvStd, in, weight, bias, runningMean, runningVar);
        return done;
    }

    static boolean inference(
            CpuBuffer out,
            CpuBuffer in,
            Layout layout,
            @Nullable CpuBuffer weight,
            @Nullable CpuBuffer bias,
            CpuBuffer mean,
            CpuBuffer variance,
            double eps) {
        int channels = (int) layout.size(1);
        long target = Staging.output(out, F32, 0, true);
        boolean done = OneDnnBatchNorm.forward(
                false,
                threads(layout),
                layout,
                target,
                Staging.input(in, F32, 3),
                vector(weight, channels, 1, 4),
                vector(bias, channels, 0, 5),
                Staging.input(mean, F32, 1),
                Staging.input(variance, F32, 2),
                (float) eps);
        if (done) {
            Staging.finish(out, F32, target);
        }
        keep(out, mean, variance, in, weight, bias);
        return done;
    }

    static boolean backward(
            @Nullable CpuBuffer gradInput,
            @Nullable CpuBuffer gradWeight,
            @Nullable CpuBuffer gradBias,
            CpuBuffer gradOutput,
            CpuBuffer in,
            Layout layout,
            @Nullable CpuBuffer weight,
            CpuBuffer mean,
            CpuBuffer invStd,
            boolean training) {
        int channels = (int) layout.size(1);
        long variance = Staging.scratch(0);
        long given = Staging.input(invStd, F32, 1);
        for (long c = 0; c < channels; c++) {
            double s = Native.ALL.get(Native.FLOAT, given + 4 * c);
            Native.ALL.set(Native.FLOAT, variance + 4 * c, (float) (1 / (s * s)));
        }
        long gradIn = gradInput == null ? 0 : Staging.output(gradInput, F32, 2, true);
        long gradScale = gradWeight == null ? Staging.scratch(3) : Staging.output(gradWeight, F32, 3, true);
        long gradShift = gradBias == null ? Staging.scratch(4) : Staging.output(gradBias, F32, 4, true);
        // The square of invStd holds eps already.
        boolean done = OneDnnBatchNorm.backward(
                training,
                threads(layout),
                layout,
                gradIn,
                gradScale,
                gradShift,
                Staging.input(gradOutput, F32, 5),
                Staging.input(in, F32, 6),
                vector(weight, channels, 1, 7),
                Staging.input(mean, F32, 8),
                variance,
                0);
        if (done) {
            finish(gradInput, gradIn);
            finish(gradWeight, gradScale);
            finish(gradBias, gradShift);
        }
        keep(gradInput, gradWeight, gradBias, gradOutput, in, weight, mean, invStd);
        return done;
    }

    private static void finish(@Nullable CpuBuffer buffer, long address) {
        if (buffer != null) {
            Staging.finish(buffer, F32, address);
        }
    }

    private static long vector(@Nullable CpuBuffer buffer, int channels, float otherwise, int slot) {
        if (buffer != null) {
            return Staging.input(buffer, F32, slot);
        }
        long address = Staging.scratch(slot);
        for (long c = 0; c < channels; c++) {
            Native.ALL.set(Native.FLOAT, address + 4 * c, otherwise);
        }
        return address;
    }

    private static void average(CpuBuffer running, long now, int channels, double momentum, double factor) {
        long address = Staging.output(running, F32, 6, false);
        for (long c = 0; c < channels; c++) {
            double old = Native.ALL.get(Native.FLOAT, address + 4 * c);
            double fresh = Native.ALL.get(Native.FLOAT, now + 4 * c) * factor;
            Native.ALL.set(Native.FLOAT, address + 4 * c, (float) (old * (1 - momentum) + fresh * momentum));
        }
        Staging.finish(running, F32, address);
    }

    private static int threads(Layout layout) {
        return layout.numel() < PARALLEL_ELEMENTS ? 1 : Parallel.threads();
    }

    private static void keep(@Nullable CpuBuffer... buffers) {
        for (CpuBuffer buffer : buffers) {
            Reference.reachabilityFence(buffer);
        }
    }
}
