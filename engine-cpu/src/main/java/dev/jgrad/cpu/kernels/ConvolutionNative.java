package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.natives.Staging;
import dev.jgrad.cpu.onednn.InnermostWeights;
import dev.jgrad.cpu.onednn.OneDnn;
import dev.jgrad.cpu.onednn.OneDnnConvolution;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.Block;
import dev.jgrad.spi.ConvSpec;
import java.lang.ref.Reference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions by oneDNN, of buffers that have been checked. Each method returns false, with nothing done, where the
 * library has no fast kernel.
 */
final class ConvolutionNative {
    /** Below this many multiplications a native call with its copies costs more than the loop in Java. */
    private static final double NATIVE_WORK = 1 << 12;

    /** From this many multiplications on several threads pay. */
    private static final double PARALLEL_WORK = 1 << 20;

    /** Products tap by tap pay against gathered windows when they compute at most this share of all pairs of pixels and taps. */
    private static final double SHARE_OF_MATRIX = 0.95;

    /** The same against the library's convolutions. */
    private static final double SHARE_OF_LIBRARY = 0.75;

    private ConvolutionNative() {}

    /** True when there is enough to do for a native call. */
    static boolean isWorthwhile(Layout weight, long[] outputSizes) {
        return work(weight, outputSizes) >= NATIVE_WORK;
    }

    static boolean takes(DType dtype, Layout weight, Layout output, Layout input) {
        return dtype != DType.FLOAT64
                && isWorthwhile(weight, output.sizes())
                && input.numel() > 0
                && weight.nests()
                && output.nests()
                && input.nests()
                && OneDnn.isAvailable();
    }

    /** True when training is faster with the channels of the weight innermost, and they are not. */
    static boolean prefersInnermost(DType dtype, ConvSpec spec, Layout input, Layout weight, Layout output) {
        return !InnermostWeights.isSo(weight)
                && (byTiles(dtype, spec, input, weight, output) != null
                        || byTaps(dtype, spec, input, weight, output, isFew(dtype, output), 1) != null);
    }

    static boolean forward(
            DType dtype,
            ConvSpec spec,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer input,
            Layout inputLayout,
            CpuBuffer weight,
            Layout weightLayout,
            @Nullable CpuBuffer bias) {
        int size = dtype.byteSize();
        int threads = threads(weightLayout, outLayout);
        long written = Staging.output(out, dtype, 0, isWhole(out, outLayout, dtype));
        long to = written + outLayout.offset() * size;
        long from = Staging.input(input, dtype, 1) + inputLayout.offset() * size;
        long addend = bias == null ? 0 : Staging.input(bias, dtype, 2);
        ConvolutionByTiles tiles = byTiles(dtype, spec, inputLayout, weightLayout, outLayout);
        boolean changing = (tiles != null || isFew(dtype, outLayout)) && OneDnnConvolution.isInTraining(weight);
        ConvolutionByTaps taps = tiles != null
                ? null
                : byTaps(dtype, spec, inputLayout, weightLayout, outLayout, changing, ConvolutionByTaps.LANES);
        boolean done;
        if (tiles != null) {
            forward(tiles, threads, to, from, weight, weightLayout, changing, addend);
            done = true;
        } else if (taps != null) {
            InnermostWeights.Place place = InnermostWeights.of(threads, weight, weightLayout);
            taps.forward(to, from, place.address(), addend);
            Reference.reachabilityFence(place.owner());
            done = true;
        } else if (changing && ConvolutionByMatmul.takes(spec, inputLayout, weightLayout, outLayout)) {
            done = ConvolutionByMatmul.forward(
                    threads, spec, to, outLayout, from, inputLayout, plain(weight, weightLayout), weightLayout, addend);
        } else {
            done = OneDnnConvolution.forward(
                    dtype, threads, spec, to, outLayout, from, inputLayout, weight, weightLayout, addend);
        }
        if (done) {
            Staging.finish(out, dtype, written);
        }
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(bias);
        return done;
    }

    static boolean inputGradient(
            DType dtype,
            ConvSpec spec,
            CpuBuffer gradInput,
            Layout gradInputLayout,
            CpuBuffer gradOutput,
            Layout gradOutputLayout,
            CpuBuffer weight,
            Layout weightLayout) {
        int size = dtype.byteSize();
        int threads = threads(weightLayout, gradOutputLayout);
        long written = Staging.output(gradInput, dtype, 0, isWhole(gradInput, gradInputLayout, dtype));
        long to = written + gradInputLayout.offset() * size;
        long from = Staging.input(gradOutput, dtype, 1) + gradOutputLayout.offset() * size;
        boolean few = isFew(dtype, gradOutputLayout);
        ConvolutionByTiles tiles = byTiles(dtype, spec, gradInputLayout, weightLayout, gradOutputLayout);
        ConvolutionByTaps taps =
                tiles != null ? null : byTaps(dtype, spec, gradInputLayout, weightLayout, gradOutputLayout, few, 1);
        InputGradientByWindows windows = dtype != DType.FLOAT32
                ? null
                : InputGradientByWindows.of(spec, gradInputLayout, weightLayout, gradOutputLayout);
        boolean done;
        if (tiles != null) {
            Block points = CpuMemory.INSTANCE.allocator().allocate(tiles.pointBytes());
            try {
                InnermostWeights.make(threads, weight, weightLayout, tiles::backwardPoints, points.address());
                tiles.inputGradient(to, from, points.address());
            } finally {
                CpuMemory.INSTANCE.allocator().free(points);
            }
            done = true;
        } else if (taps != null) {
            InnermostWeights.Place place = InnermostWeights.of(threads, weight, weightLayout);
            taps.inputGradient(to, from, place.address());
            Reference.reachabilityFence(place.owner());
            done = true;
        } else if (windows != null) {
            InnermostWeights.Place place = InnermostWeights.of(threads, weight, weightLayout);
            windows.run(to, from, place.address());
            Reference.reachabilityFence(place.owner());
            done = true;
        } else if (few && ConvolutionByMatmul.takes(spec, gradInputLayout, weightLayout, gradOutputLayout)) {
            done = ConvolutionByMatmul.inputGradient(
                    threads,
                    spec,
                    to,
                    gradInputLayout,
                    from,
                    gradOutputLayout,
                    plain(weight, weightLayout),
                    weightLayout);
        } else {
            done = OneDnnConvolution.inputGradient(
                    dtype, threads, spec, to, gradInputLayout, from, gradOutputLayout, weight, weightLayout);
        }
        if (done) {
            Staging.finish(gradInput, dtype, written);
        }
        Reference.reachabilityFence(gradInput);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(weight);
        return done;
    }

    static boolean weightGradient(
            DType dtype,
            ConvSpec spec,
            CpuBuffer gradWeight,
            Layout gradWeightLayout,
            CpuBuffer gradOutput,
            Layout gradOutputLayout,
            CpuBuffer input,
            Layout inputLayout) {
        int size = dtype.byteSize();
        int threads = threads(gradWeightLayout, gradOutputLayout);
        long written = Staging.output(gradWeight, dtype, 0, isWhole(gradWeight, gradWeightLayout, dtype));
        long to = written + gradWeightLayout.offset() * size;
        long grad = Staging.input(gradOutput, dtype, 1) + gradOutputLayout.offset() * size;
        long from = Staging.input(input, dtype, 2) + inputLayout.offset() * size;
        boolean few = isFew(dtype, gradOutputLayout);
        ConvolutionByTiles tiles = byTiles(dtype, spec, inputLayout, gradWeightLayout, gradOutputLayout);
        ConvolutionByTaps taps =
                tiles != null ? null : byTaps(dtype, spec, inputLayout, gradWeightLayout, gradOutputLayout, few, 1);
        boolean done;
        if (tiles != null) {
            innermost(threads, to, gradWeightLayout, weight -> tiles.weightGradient(weight, grad, from));
            done = true;
        } else if (taps != null) {
            innermost(threads, to, gradWeightLayout, weight -> taps.weightGradient(weight, grad, from));
            done = true;
        } else if (few && ConvolutionByMatmul.takes(spec, inputLayout, gradWeightLayout, gradOutputLayout)) {
            done = ConvolutionByMatmul.weightGradient(
                    threads, spec, to, gradWeightLayout, grad, gradOutputLayout, from, inputLayout);
        } else {
            done = OneDnnConvolution.weightGradient(
                    dtype, threads, spec, to, gradWeightLayout, grad, gradOutputLayout, from, inputLayout);
        }
        if (done) {
            Staging.finish(gradWeight, dtype, written);
        }
        Reference.reachabilityFence(gradWeight);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(input);
        return done;
    }

    /** True with so few output pixels that bringing a weight that changes all the time into the library's order does not pay. */
    private static boolean isFew(DType dtype, Layout output) {
        return dtype == DType.FLOAT32 && output.numel() / output.size(1) <= output.size(1);
    }

    /**
     * The plan for products tap by tap where they are better than what else there is.
     *
     * @param few whether that is windows gathered to a matrix; else it is the library's own kernel, which is faster than that
     */
    private static @Nullable ConvolutionByTaps byTaps(
            DType dtype, ConvSpec spec, Layout input, Layout weight, Layout output, boolean few, int lanes) {
        return dtype == DType.FLOAT32
                ? ConvolutionByTaps.of(spec, input, weight, output, few ? SHARE_OF_MATRIX : SHARE_OF_LIBRARY, lanes)
                : null;
    }

    private static @Nullable ConvolutionByTiles byTiles(
            DType dtype, ConvSpec spec, Layout input, Layout weight, Layout output) {
        return dtype == DType.FLOAT32 ? ConvolutionByTiles.of(spec, input, weight, output) : null;
    }

    private static void forward(
            ConvolutionByTiles tiles,
            int threads,
            long out,
            long input,
            CpuBuffer weight,
            Layout layout,
            boolean changing,
            long bias) {
        if (!changing) {
            InnermostWeights.Place points = InnermostWeights.made(
                    threads, weight, layout, "points of 4x4 tiles", tiles.pointBytes(), tiles::forwardPoints);
            tiles.forward(out, input, points.address(), bias);
            Reference.reachabilityFence(points.owner());
            return;
        }
        Block points = CpuMemory.INSTANCE.allocator().allocate(tiles.pointBytes());
        try {
            InnermostWeights.make(threads, weight, layout, tiles::forwardPoints, points.address());
            tiles.forward(out, input, points.address(), bias);
        } finally {
            CpuMemory.INSTANCE.allocator().free(points);
        }
    }

    /** Has the gradient of a weight computed with its channels innermost, and brought to the layout it is wanted in. */
    private static void innermost(int threads, long gradWeight, Layout layout, LongConsumer computation) {
        if (InnermostWeights.isSo(layout)) {
            computation.accept(gradWeight);
            return;
        }
        Block innermost = CpuMemory.INSTANCE.allocator().allocate(layout.numel() * 4);
        try {
            computation.accept(innermost.address());
            InnermostWeights.store(threads, innermost.address(), gradWeight, layout);
        } finally {
            CpuMemory.INSTANCE.allocator().free(innermost);
        }
    }

    private static long plain(CpuBuffer weight, Layout layout) {
        return Staging.input(weight, DType.FLOAT32, Staging.WEIGHTS) + layout.offset() * 4;
    }

    /** Multiplications in all. */
    private static double work(Layout weight, long[] outputSizes) {
        double work = outputSizes[0];
        for (int d = 2; d < outputSizes.length; d++) {
            work *= outputSizes[d];
        }
        return work * weight.numel();
    }

    private static int threads(Layout weight, Layout output) {
        return work(weight, output.sizes()) < PARALLEL_WORK ? 1 : Parallel.threads();
    }

    /** True when the layout covers the buffer, so that what is written needs nothing of what was there. */
    private static boolean isWhole(CpuBuffer buffer, Layout layout, DType dtype) {
        return layout.isNonOverlappingAndDense() && layout.numel() * dtype.byteSize() == buffer.byteSize();
    }
}
