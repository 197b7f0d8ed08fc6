package dev.jgrad.cpu.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.spi.ConvolutionKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/** Placeholder for the convolutions of the CPU: everything throws. */
public final class ConvolutionsCpu implements ConvolutionKernels {
    /** Kernels without state. */
    public ConvolutionsCpu() {}

    @Override
    public @Nullable Layout preferredOutput(
            DType dtype,
            Layout input,
            Layout weight,
            ConvSpec spec,
            long[] outputSizes) {
        throw missing();
    }

    @Override
    public void forward(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer out,
            Layout outLayout,
            Buffer input,
            Layout inputLayout,
            Buffer weight,
            Layout weightLayout,
            @Nullable Buffer bias) {
        throw missing();
    }

    @Override
    public void inputGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer weight,
            Layout weightLayout) {
        throw missing();
    }

    @Override
    public void weightGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradWeight,
            Layout gradWeightLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer input,
            Layout inputLayout) {
        throw missing();
    }

    private static JgradException missing() {
        return new JgradException("the CPU backend has no convolutions yet");
    }
}
