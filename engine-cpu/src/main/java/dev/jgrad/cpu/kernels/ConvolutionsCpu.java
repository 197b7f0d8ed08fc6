package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.onednn.OneDnn;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.spi.ConvolutionKernels;
import dev.jgrad.spi.OperandChecks;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions: float32 and the 16-bit dtypes by oneDNN with channels-last activations, the rest, the small and
 * everything where no library is loaded in Java.
 */
public final class ConvolutionsCpu implements ConvolutionKernels {
    private static final DType WIDE = DType.FLOAT32;

    private final ElementwiseCpu elementwise = new ElementwiseCpu();

    /** Kernels without state. */
    public ConvolutionsCpu() {}

    @Override
    public @Nullable Layout preferredOutput(
            DType dtype, Layout input, Layout weight, ConvSpec spec, long[] outputSizes) {
        boolean natively = outputSizes.length > 3
                && dtype != DType.FLOAT64
                && ConvolutionNative.isWorthwhile(weight, outputSizes)
                && OneDnn.isAvailable();
        return natively ? Layout.channelsLast(outputSizes) : null;
    }

    @Override
    public @Nullable Layout preferredTrainedWeight(
            DType dtype, Layout input, Layout weight, ConvSpec spec, Layout output) {
        return ConvolutionNative.takes(dtype, weight, output, input)
                        && ConvolutionNative.prefersInnermost(dtype, spec, input, weight, output)
                ? Layout.channelsLast(weight.sizes())
                : null;
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
        OperandChecks.convolution(inputLayout, weightLayout, outLayout, spec);
        CpuBuffer o = Extents.check(dtype, out, outLayout);
        CpuBuffer i = Extents.check(dtype, input, inputLayout);
        CpuBuffer w = Extents.check(dtype, weight, weightLayout);
        CpuBuffer b = bias == null ? null : Extents.checkVector(dtype, bias, outLayout.size(1));
        if (ConvolutionNative.takes(dtype, weightLayout, outLayout, inputLayout)) {
            if (ConvolutionNative.forward(dtype, spec, o, outLayout, i, inputLayout, w, weightLayout, b)) {
                return;
            }
            if (dtype != WIDE) {
                CpuBuffer wideOut = widened(outLayout);
                CpuBuffer wideIn = widened(stream, dtype, i, inputLayout);
                CpuBuffer wideWeight = widened(stream, dtype, w, weightLayout);
                CpuBuffer wideBias = b == null ? null : widened(stream, dtype, b, Layout.contiguous(outLayout.size(1)));
                forward(
                        stream,
                        WIDE,
                        spec,
                        wideOut,
                        wide(outLayout),
                        wideIn,
                        wide(inputLayout),
                        wideWeight,
                        wide(weightLayout),
                        wideBias);
                elementwise.copy(stream, dtype, o, outLayout, WIDE, wideOut, wide(outLayout));
                release(wideOut, wideIn, wideWeight, wideBias);
                return;
            }
        }
        ConvJava.forward(stream, dtype, spec, o, outLayout, i, inputLayout, w, weightLayout, b);
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
        OperandChecks.convolution(gradInputLayout, weightLayout, gradOutputLayout, spec);
        CpuBuffer gi = Extents.check(dtype, gradInput, gradInputLayout);
        CpuBuffer go = Extents.check(dtype, gradOutput, gradOutputLayout);
        CpuBuffer w = Extents.check(dtype, weight, weightLayout);
        if (ConvolutionNative.takes(dtype, weightLayout, gradOutputLayout, gradInputLayout)) {
            if (ConvolutionNative.inputGradient(
                    dtype, spec, gi, gradInputLayout, go, gradOutputLayout, w, weightLayout)) {
                return;
            }
            if (dtype != WIDE) {
                CpuBuffer wideOut = widened(gradInputLayout);
                CpuBuffer wideGrad = widened(stream, dtype, go, gradOutputLayout);
                CpuBuffer wideWeight = widened(stream, dtype, w, weightLayout);
                inputGradient(
                        stream,
                        WIDE,
                        spec,
                        wideOut,
                        wide(gradInputLayout),
                        wideGrad,
                        wide(gradOutputLayout),
                        wideWeight,
                        wide(weightLayout));
                elementwise.copy(stream, dtype, gi, gradInputLayout, WIDE, wideOut, wide(gradInputLayout));
                release(wideOut, wideGrad, wideWeight);
                return;
            }
        }
        ConvJava.inputGradient(stream, dtype, spec, gi, gradInputLayout, go, gradOutputLayout, w, weightLayout);
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
        OperandChecks.convolution(inputLayout, gradWeightLayout, gradOutputLayout, spec);
        CpuBuffer gw = Extents.check(dtype, gradWeight, gradWeightLayout);
        CpuBuffer go = Extents.check(dtype, gradOutput, gradOutputLayout);
        CpuBuffer i = Extents.check(dtype, input, inputLayout);
        if (ConvolutionNative.takes(dtype, gradWeightLayout, gradOutputLayout, inputLayout)) {
            if (ConvolutionNative.weightGradient(
                    dtype, spec, gw, gradWeightLayout, go, gradOutputLayout, i, inputLayout)) {
                return;
            }
            if (dtype != WIDE) {
                CpuBuffer wideOut = widened(gradWeightLayout);
                CpuBuffer wideGrad = widened(stream, dtype, go, gradOutputLayout);
                CpuBuffer wideIn = widened(stream, dtype, i, inputLayout);
                weightGradient(
                        stream,
                        WIDE,
                        spec,
                        wideOut,
                        wide(gradWeightLayout),
                        wideGrad,
                        wide(gradOutputLayout),
                        wideIn,
                        wide(inputLayout));
                elementwise.copy(stream, dtype, gw, gradWeightLayout, WIDE, wideOut, wide(gradWeightLayout));
                release(wideOut, wideGrad, wideIn);
                return;
            }
        }
        ConvJava.weightGradient(stream, dtype, spec, gw, gradWeightLayout, go, gradOutputLayout, i, inputLayout);
    }

    /** The layout of a float32 copy: the same order of dimensions, without gaps. */
    private static Layout wide(Layout layout) {
        return layout.denseLike();
    }

    private static CpuBuffer widened(Layout layout) {
        return CpuMemory.INSTANCE.allocateNative(WIDE, layout.numel());
    }

    private CpuBuffer widened(Stream stream, DType dtype, CpuBuffer buffer, Layout layout) {
        CpuBuffer copy = widened(layout);
        elementwise.copy(stream, WIDE, copy, wide(layout), dtype, buffer, layout);
        return copy;
    }

    private static void release(@Nullable CpuBuffer... buffers) {
        for (CpuBuffer buffer : buffers) {
            if (buffer != null) {
                buffer.release();
            }
        }
    }
}
