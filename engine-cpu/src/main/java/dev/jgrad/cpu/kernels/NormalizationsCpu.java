package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.NormalizationKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/** Placeholder for the normalisation of the CPU: everything throws. */
public final class NormalizationsCpu implements NormalizationKernels {
    /** Kernels without state. */
    public NormalizationsCpu() {}

    @Override
    public void batchNormTraining(
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
        long channels = inLayout.rank() < 2 ? 0 : inLayout.size(1);
        CpuBuffer o = Extents.check(dtype, out, outLayout);
        CpuBuffer i = Extents.check(dtype, in, inLayout);
        CpuBuffer mean = Extents.checkVector(dtype, saveMean, channels);
        CpuBuffer invStd = Extents.checkVector(dtype, saveInvStd, channels);
        boolean done = BatchNormNative.takes(dtype, inLayout)
                && inLayout.sameStrides(outLayout)
                && outLayout.offset() == 0
                && inLayout.numel() > channels
                && BatchNormNative.training(
                        o,
                        mean,
                        invStd,
                        i,
                        inLayout,
                        vector(dtype, weight, channels),
                        vector(dtype, bias, channels),
                        vector(dtype, runningMean, channels),
                        vector(dtype, runningVar, channels),
                        momentum,
                        eps);
        if (!done) {
            throw missing();
        }
    }

    @Override
    public void batchNormInference(
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
        long channels = inLayout.rank() < 2 ? 0 : inLayout.size(1);
        CpuBuffer o = Extents.check(dtype, out, outLayout);
        CpuBuffer i = Extents.check(dtype, in, inLayout);
        boolean done = BatchNormNative.takes(dtype, inLayout)
                && inLayout.sameStrides(outLayout)
                && outLayout.offset() == 0
                && BatchNormNative.inference(
                        o,
                        i,
                        inLayout,
                        vector(dtype, weight, channels),
                        vector(dtype, bias, channels),
                        Extents.checkVector(dtype, mean, channels),
                        Extents.checkVector(dtype, variance, channels),
                        eps);
        if (!done) {
            throw missing();
        }
    }

    @Override
    public void batchNormBackward(
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
        long channels = inLayout.rank() < 2 ? 0 : inLayout.size(1);
        CpuBuffer go = Extents.check(dtype, gradOutput, gradOutputLayout);
        CpuBuffer i = Extents.check(dtype, in, inLayout);
        boolean sameOrder = inLayout.sameStrides(gradOutputLayout) && gradOutputLayout.offset() == 0;
        if (gradInput != null && gradInputLayout != null) {
            Extents.check(dtype, gradInput, gradInputLayout);
            sameOrder &= inLayout.sameStrides(gradInputLayout) && gradInputLayout.offset() == 0;
        }
        boolean done = sameOrder
                && BatchNormNative.takes(dtype, inLayout)
                && BatchNormNative.backward(
                        (CpuBuffer) gradInput,
                        vector(dtype, gradWeight, channels),
                        vector(dtype, gradBias, channels),
                        go,
                        i,
                        inLayout,
                        vector(dtype, weight, channels),
                        Extents.checkVector(dtype, mean, channels),
                        Extents.checkVector(dtype, invStd, channels),
                        training);
        if (!done) {
            throw missing();
        }
    }

    @Override
    public void layerNormForward(
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
        throw missing();
    }

    @Override
    public void layerNormBackward(
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
        throw missing();
    }

    @Override
    public void softmaxForward(
            Stream stream,
            boolean logarithm,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim) {
        throw missing();
    }

    @Override
    public void softmaxBackward(
            Stream stream,
            boolean logarithm,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer output,
            Layout outputLayout,
            int dim) {
        throw missing();
    }

    private static @Nullable CpuBuffer vector(DType dtype, @Nullable Buffer buffer, long channels) {
        return buffer == null ? null : Extents.checkVector(dtype, buffer, channels);
    }

    private static JgradException missing() {
        return new JgradException("the CPU backend has no normalisation yet");
    }
}
