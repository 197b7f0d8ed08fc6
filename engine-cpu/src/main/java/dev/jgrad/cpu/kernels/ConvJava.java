package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.conv.DoubleConvolution;
import dev.jgrad.cpu.kernels.conv.FloatConvolution;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions in plain Java: floating dtypes, 1 to 3 spatial dimensions, groups, any strides. The methods have the
 * parameters of those in {@link dev.jgrad.spi.ConvolutionKernels}, which delegate here what no native library does.
 */
final class ConvJava {
    private ConvJava() {}

    static void forward(
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
        CpuBuffer o = (CpuBuffer) out;
        CpuBuffer x = (CpuBuffer) input;
        CpuBuffer w = (CpuBuffer) weight;
        CpuBuffer b = (CpuBuffer) bias;
        if (dtype == DType.FLOAT64) {
            DoubleConvolution.forward(dtype, spec, o, outLayout, x, inputLayout, w, weightLayout, b);
        } else {
            FloatConvolution.forward(dtype, spec, o, outLayout, x, inputLayout, w, weightLayout, b);
        }
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(bias);
    }

    static void inputGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer weight,
            Layout weightLayout) {
        CpuBuffer gi = (CpuBuffer) gradInput;
        CpuBuffer go = (CpuBuffer) gradOutput;
        CpuBuffer w = (CpuBuffer) weight;
        if (dtype == DType.FLOAT64) {
            DoubleConvolution.inputGradient(dtype, spec, gi, gradInputLayout, go, gradOutputLayout, w, weightLayout);
        } else {
            FloatConvolution.inputGradient(dtype, spec, gi, gradInputLayout, go, gradOutputLayout, w, weightLayout);
        }
        Reference.reachabilityFence(gradInput);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(weight);
    }

    static void weightGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradWeight,
            Layout gradWeightLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer input,
            Layout inputLayout) {
        CpuBuffer gw = (CpuBuffer) gradWeight;
        CpuBuffer go = (CpuBuffer) gradOutput;
        CpuBuffer x = (CpuBuffer) input;
        if (dtype == DType.FLOAT64) {
            DoubleConvolution.weightGradient(dtype, spec, gw, gradWeightLayout, go, gradOutputLayout, x, inputLayout);
        } else {
            FloatConvolution.weightGradient(dtype, spec, gw, gradWeightLayout, go, gradOutputLayout, x, inputLayout);
        }
        Reference.reachabilityFence(gradWeight);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(input);
    }
}
