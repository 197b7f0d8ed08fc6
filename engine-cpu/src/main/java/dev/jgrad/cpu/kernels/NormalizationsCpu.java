package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.NormalizationKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/** Batch norm, layer norm and softmax on the CPU: oneDNN where it takes the layout, plain Java otherwise. */
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
            BatchNormCpu.batchNormTraining(
                    stream,
                    dtype,
                    out,
                    outLayout,
                    saveMean,
                    saveInvStd,
                    in,
                    inLayout,
                    weight,
                    bias,
                    runningMean,
                    runningVar,
                    momentum,
                    eps);
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
            BatchNormCpu.batchNormInference(
                    stream, dtype, out, outLayout, in, inLayout, weight, bias, mean, variance, eps);
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
            BatchNormCpu.batchNormBackward(
                    stream,
                    dtype,
                    gradInput,
                    gradInputLayout,
                    gradWeight,
                    gradBias,
                    gradOutput,
                    gradOutputLayout,
                    in,
                    inLayout,
                    weight,
                    mean,
                    invStd,
                    training);
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
        LayerNormCpu.layerNormForward(stream, dtype, out, outLayout, mean, invStd, in, inLayout, weight, bias, eps);
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
        LayerNormCpu.layerNormBackward(
                stream,
                dtype,
                gradInput,
                gradWeight,
                gradBias,
                gradOutput,
                gradOutputLayout,
                in,
                inLayout,
                mean,
                invStd,
                weight);
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
        SoftmaxCpu.softmaxForward(stream, logarithm, dtype, out, outLayout, in, inLayout, dim);
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
        SoftmaxCpu.softmaxBackward(
                stream,
                logarithm,
                dtype,
                gradInput,
                gradInputLayout,
                gradOutput,
                gradOutputLayout,
                output,
                outputLayout,
                dim);
    }

    private static @Nullable CpuBuffer vector(DType dtype, @Nullable Buffer buffer, long channels) {
        return buffer == null ? null : Extents.checkVector(dtype, buffer, channels);
    }
}
