package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.onednn.InnermostWeights;
import dev.jgrad.cpu.onednn.OneDnnMatmul;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.Block;
import dev.jgrad.spi.ConvSpec;

/**
 * Convolutions with few output pixels and many channels, as in the last stages of a network, computed as matrix products
 * with the weight as it lies. The library's own kernels want the weight in three layouts of theirs, and copying a large
 * weight three times per training step costs more than the arithmetic. Addresses include the offsets of the layouts.
 */
final class ConvolutionByMatmul {
    private static final DType F32 = DType.FLOAT32;

    private ConvolutionByMatmul() {}

    /** True for weights that are a matrix of a row per output channel, taps or channels innermost. */
    static boolean takes(ConvSpec spec, Layout input, Layout weight, Layout output) {
        return output.rank() <= 4
                && spec.groups() == 1
                && (weight.isContiguous() || InnermostWeights.isSo(weight))
                && output.sameStrides(Layout.channelsLast(output.sizes()))
                && input.extent() < Integer.MAX_VALUE
                && weight.numel() < Integer.MAX_VALUE;
    }

    static boolean forward(
            int threads,
            ConvSpec spec,
            long out,
            Layout outLayout,
            long input,
            Layout inputLayout,
            long weight,
            Layout weightLayout,
            long bias) {
        Columns columns = Columns.of(inputLayout, weightLayout, outLayout, spec);
        long channels = outLayout.size(1);
        Block matrix = matrix(columns);
        try {
            columns.gather(matrix.address(), input);
            return OneDnnMatmul.run(
                    F32,
                    threads,
                    out,
                    Layout.contiguous(columns.rows(), channels),
                    matrix.address(),
                    Layout.contiguous(columns.rows(), columns.taps()),
                    weight,
                    Layout.contiguous(channels, columns.taps()).transpose(0, 1),
                    bias,
                    1,
                    0);
        } finally {
            CpuMemory.INSTANCE.allocator().free(matrix);
        }
    }

    static boolean inputGradient(
            int threads,
            ConvSpec spec,
            long gradInput,
            Layout gradInputLayout,
            long gradOutput,
            Layout gradOutputLayout,
            long weight,
            Layout weightLayout) {
        Columns columns = Columns.of(gradInputLayout, weightLayout, gradOutputLayout, spec);
        long channels = gradOutputLayout.size(1);
        Block matrix = matrix(columns);
        try {
            boolean done = OneDnnMatmul.run(
                    F32,
                    threads,
                    matrix.address(),
                    Layout.contiguous(columns.rows(), columns.taps()),
                    gradOutput,
                    Layout.contiguous(columns.rows(), channels),
                    weight,
                    Layout.contiguous(channels, columns.taps()),
                    0,
                    1,
                    0);
            if (done) {
                columns.sum(gradInput, matrix.address());
            }
            return done;
        } finally {
            CpuMemory.INSTANCE.allocator().free(matrix);
        }
    }

    static boolean weightGradient(
            int threads,
            ConvSpec spec,
            long gradWeight,
            Layout gradWeightLayout,
            long gradOutput,
            Layout gradOutputLayout,
            long input,
            Layout inputLayout) {
        Columns columns = Columns.of(inputLayout, gradWeightLayout, gradOutputLayout, spec);
        long channels = gradOutputLayout.size(1);
        Block matrix = matrix(columns);
        try {
            columns.gather(matrix.address(), input);
            return OneDnnMatmul.run(
                    F32,
                    threads,
                    gradWeight,
                    Layout.contiguous(channels, columns.taps()),
                    gradOutput,
                    Layout.contiguous(columns.rows(), channels).transpose(0, 1),
                    matrix.address(),
                    Layout.contiguous(columns.rows(), columns.taps()),
                    0,
                    1,
                    0);
        } finally {
            CpuMemory.INSTANCE.allocator().free(matrix);
        }
    }

    private static Block matrix(Columns columns) {
        return CpuMemory.INSTANCE.allocator().allocate(columns.rows() * columns.taps() * 4);
    }
}
