package dev.jgrad.cpu.kernels.conv;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.gemm.FloatProduct;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;
import org.jspecify.annotations.Nullable;

/** The three passes of a convolution in float, each as one blocked product. */
public final class FloatConvolution {
    private FloatConvolution() {}

    /** As {@link dev.jgrad.spi.ConvolutionKernels#forward}. */
    public static void forward(
            DType dtype,
            ConvSpec spec,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer input,
            Layout inputLayout,
            CpuBuffer weight,
            Layout weightLayout,
            @Nullable CpuBuffer bias) {
        if (outLayout.numel() == 0) {
            return;
        }
        Taps taps = Taps.forward(spec, inputLayout.sizes(), weightLayout.sizes(), outLayout.sizes());
        int groups = (int) spec.groups();
        int inputs = (int) weightLayout.size(1);
        int outputs = (int) weightLayout.size(0) / groups;
        FloatPatches patches = new FloatPatches(new FloatImage(dtype, input, inputLayout), taps, inputs, groups);
        FloatImage filters = new FloatImage(dtype, weight, weightLayout);
        FloatFilters rows = FloatFilters.forward(filters, taps, groups, outputs, inputs);
        float[] b = bias == null ? new float[0] : FloatImageSink.bias(dtype, bias, outputs * groups);
        product(
                outLayout.size(0) * groups,
                outputs,
                inputs * taps.count(),
                taps,
                patches,
                rows,
                FloatImageSink.prefersPixelRows(outLayout, outputs),
                new FloatImageSink(
                        dtype,
                        out,
                        outLayout,
                        groups,
                        outputs,
                        b,
                        FloatImageSink.prefersPixelRows(outLayout, outputs)));
    }

    /** As {@link dev.jgrad.spi.ConvolutionKernels#inputGradient}. */
    public static void inputGradient(
            DType dtype,
            ConvSpec spec,
            CpuBuffer gradInput,
            Layout gradInputLayout,
            CpuBuffer gradOutput,
            Layout gradOutputLayout,
            CpuBuffer weight,
            Layout weightLayout) {
        if (gradInputLayout.numel() == 0) {
            return;
        }
        Taps taps = Taps.gradient(spec, gradInputLayout.sizes(), weightLayout.sizes(), gradOutputLayout.sizes());
        int groups = (int) spec.groups();
        int inputs = (int) weightLayout.size(1);
        int outputs = (int) weightLayout.size(0) / groups;
        FloatPatches patches =
                new FloatPatches(new FloatImage(dtype, gradOutput, gradOutputLayout), taps, outputs, groups);
        FloatImage filters = new FloatImage(dtype, weight, weightLayout);
        FloatFilters rows = FloatFilters.gradient(filters, taps, groups, outputs, inputs);
        boolean pixelRows = FloatImageSink.prefersPixelRows(gradInputLayout, inputs);
        product(
                gradInputLayout.size(0) * groups,
                inputs,
                outputs * taps.count(),
                taps,
                patches,
                rows,
                pixelRows,
                new FloatImageSink(dtype, gradInput, gradInputLayout, groups, inputs, new float[0], pixelRows));
    }

    private static void product(
            long batch,
            int channels,
            int k,
            Taps taps,
            FloatPatches patches,
            FloatFilters filters,
            boolean pixelRows,
            FloatImageSink sink) {
        if (pixelRows) {
            FloatProduct.run(batch, taps.pixels(), channels, k, patches, filters, sink);
        } else {
            FloatProduct.run(batch, channels, taps.pixels(), k, filters, patches, sink);
        }
    }

    /** As {@link dev.jgrad.spi.ConvolutionKernels#weightGradient}. */
    public static void weightGradient(
            DType dtype,
            ConvSpec spec,
            CpuBuffer gradWeight,
            Layout gradWeightLayout,
            CpuBuffer gradOutput,
            Layout gradOutputLayout,
            CpuBuffer input,
            Layout inputLayout) {
        if (gradWeightLayout.numel() == 0) {
            return;
        }
        Taps taps = Taps.forward(spec, inputLayout.sizes(), gradWeightLayout.sizes(), gradOutputLayout.sizes());
        int groups = (int) spec.groups();
        int inputs = (int) gradWeightLayout.size(1);
        int outputs = (int) gradWeightLayout.size(0) / groups;
        FloatImage grad = new FloatImage(dtype, gradOutput, gradOutputLayout);
        FloatProduct.run(
                groups,
                outputs,
                inputs * taps.count(),
                (int) (gradOutputLayout.size(0) * taps.pixels()),
                new FloatPatchColumns(grad, Taps.identity(gradOutputLayout.sizes()), outputs),
                new FloatPatchColumns(new FloatImage(dtype, input, inputLayout), taps, inputs),
                new FloatFilterSink(dtype, gradWeight, gradWeightLayout, outputs));
    }
}
