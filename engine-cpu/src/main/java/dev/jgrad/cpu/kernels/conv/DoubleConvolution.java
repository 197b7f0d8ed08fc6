package dev.jgrad.cpu.kernels.conv;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.gemm.DoubleProduct;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;
import org.jspecify.annotations.Nullable;

/** The twin of {@link FloatConvolution} for float64. */
public final class DoubleConvolution {
    private DoubleConvolution() {}

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
        DoublePatches patches = new DoublePatches(new DoubleImage(dtype, input, inputLayout), taps, inputs, groups);
        DoubleImage filters = new DoubleImage(dtype, weight, weightLayout);
        DoubleFilters rows = DoubleFilters.forward(filters, taps, groups, outputs, inputs);
        double[] b = bias == null ? new double[0] : DoubleImageSink.bias(dtype, bias, outputs * groups);
        product(
                outLayout.size(0) * groups,
                outputs,
                inputs * taps.count(),
                taps,
                patches,
                rows,
                DoubleImageSink.prefersPixelRows(outLayout, outputs),
                new DoubleImageSink(
                        dtype,
                        out,
                        outLayout,
                        groups,
                        outputs,
                        b,
                        DoubleImageSink.prefersPixelRows(outLayout, outputs)));
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
        DoublePatches patches =
                new DoublePatches(new DoubleImage(dtype, gradOutput, gradOutputLayout), taps, outputs, groups);
        DoubleImage filters = new DoubleImage(dtype, weight, weightLayout);
        DoubleFilters rows = DoubleFilters.gradient(filters, taps, groups, outputs, inputs);
        boolean pixelRows = DoubleImageSink.prefersPixelRows(gradInputLayout, inputs);
        product(
                gradInputLayout.size(0) * groups,
                inputs,
                outputs * taps.count(),
                taps,
                patches,
                rows,
                pixelRows,
                new DoubleImageSink(dtype, gradInput, gradInputLayout, groups, inputs, new double[0], pixelRows));
    }

    private static void product(
            long batch,
            int channels,
            int k,
            Taps taps,
            DoublePatches patches,
            DoubleFilters filters,
            boolean pixelRows,
            DoubleImageSink sink) {
        if (pixelRows) {
            DoubleProduct.run(batch, taps.pixels(), channels, k, patches, filters, sink);
        } else {
            DoubleProduct.run(batch, channels, taps.pixels(), k, filters, patches, sink);
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
        DoubleImage grad = new DoubleImage(dtype, gradOutput, gradOutputLayout);
        DoubleProduct.run(
                groups,
                outputs,
                inputs * taps.count(),
                (int) (gradOutputLayout.size(0) * taps.pixels()),
                new DoublePatchColumns(grad, Taps.identity(gradOutputLayout.sizes()), outputs),
                new DoublePatchColumns(new DoubleImage(dtype, input, inputLayout), taps, inputs),
                new DoubleFilterSink(dtype, gradWeight, gradWeightLayout, outputs));
    }
}
