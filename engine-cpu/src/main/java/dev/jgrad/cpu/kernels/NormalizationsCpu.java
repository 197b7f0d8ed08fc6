package dev.jgrad.cpu.kernels;

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
        throw missing();
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
        throw missing();
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
        throw missing();
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

    private static JgradException missing() {
        return new JgradException("the CPU backend has no normalisation yet");
    }
}
