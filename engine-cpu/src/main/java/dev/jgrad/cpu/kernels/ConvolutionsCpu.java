package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.natives.Staging;
import dev.jgrad.cpu.onednn.OneDnn;
import dev.jgrad.cpu.onednn.OneDnnConvolution;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.spi.ConvolutionKernels;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions: float32 by oneDNN with channels-last activations, the rest, the small and everything where no library
 * is loaded in Java.
 */
public final class ConvolutionsCpu implements ConvolutionKernels {
    /** Below this many multiplications a native call with its copies costs more than the loop in Java. */
    private static final double NATIVE_WORK = 1;

    /** From this many multiplications on several threads pay. */
    private static final double PARALLEL_WORK = 1 << 20;

    /** Kernels without state. */
    public ConvolutionsCpu() {}

    @Override
    public @Nullable Layout preferredOutput(
            DType dtype, Layout input, Layout weight, ConvSpec spec, long[] outputSizes) {
        boolean one = outputSizes.length == 3;
        if (one || dtype != DType.FLOAT32 || work(weight, outputSizes) < NATIVE_WORK || !OneDnn.isAvailable()) {
            return null;
        }
        return Layout.channelsLast(outputSizes);
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
        CpuBuffer o = Extents.check(dtype, out, outLayout);
        CpuBuffer i = Extents.check(dtype, input, inputLayout);
        CpuBuffer w = Extents.check(dtype, weight, weightLayout);
        CpuBuffer b = bias == null ? null : Extents.checkVector(dtype, bias, outLayout.size(1));
        if (isNative(dtype, weightLayout, outLayout, inputLayout)) {
            int size = dtype.byteSize();
            long target = Staging.output(o, dtype, 0, isWhole(o, outLayout, dtype));
            int threads = threads(weightLayout, outLayout);
            long to = target + outLayout.offset() * size;
            long from = Staging.input(i, dtype, 1) + inputLayout.offset() * size;
            long addend = b == null ? 0 : Staging.input(b, dtype, 2);
            boolean done = ConvolutionByMatmul.takes(spec, inputLayout, weightLayout, outLayout)
                    ? ConvolutionByMatmul.forward(
                            threads, spec, to, outLayout, from, inputLayout, plain(w, weightLayout), weightLayout, addend)
                    : OneDnnConvolution.forward(
                            dtype, threads, spec, to, outLayout, from, inputLayout, w, weightLayout, addend);
            Reference.reachabilityFence(i);
            Reference.reachabilityFence(w);
            Reference.reachabilityFence(b);
            if (done) {
                Staging.finish(o, dtype, target);
                Reference.reachabilityFence(o);
                return;
            }
        }
        throw missing(dtype);
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
        CpuBuffer gi = Extents.check(dtype, gradInput, gradInputLayout);
        CpuBuffer go = Extents.check(dtype, gradOutput, gradOutputLayout);
        CpuBuffer w = Extents.check(dtype, weight, weightLayout);
        if (isNative(dtype, weightLayout, gradOutputLayout, gradInputLayout)) {
            int size = dtype.byteSize();
            long target = Staging.output(gi, dtype, 0, isWhole(gi, gradInputLayout, dtype));
            int threads = threads(weightLayout, gradOutputLayout);
            long to = target + gradInputLayout.offset() * size;
            long from = Staging.input(go, dtype, 1) + gradOutputLayout.offset() * size;
            boolean done = ConvolutionByMatmul.takes(spec, gradInputLayout, weightLayout, gradOutputLayout)
                    ? ConvolutionByMatmul.inputGradient(
                            threads, spec, to, gradInputLayout, from, gradOutputLayout, plain(w, weightLayout),
                            weightLayout)
                    : OneDnnConvolution.inputGradient(
                            dtype, threads, spec, to, gradInputLayout, from, gradOutputLayout, w, weightLayout);
            Reference.reachabilityFence(go);
            Reference.reachabilityFence(w);
            if (done) {
                Staging.finish(gi, dtype, target);
                Reference.reachabilityFence(gi);
                return;
            }
        }
        throw missing(dtype);
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
        CpuBuffer gw = Extents.check(dtype, gradWeight, gradWeightLayout);
        CpuBuffer go = Extents.check(dtype, gradOutput, gradOutputLayout);
        CpuBuffer i = Extents.check(dtype, input, inputLayout);
        if (isNative(dtype, gradWeightLayout, gradOutputLayout, inputLayout)) {
            int size = dtype.byteSize();
            long target = Staging.output(gw, dtype, 0, isWhole(gw, gradWeightLayout, dtype));
            int threads = threads(gradWeightLayout, gradOutputLayout);
            long to = target + gradWeightLayout.offset() * size;
            long grad = Staging.input(go, dtype, 1) + gradOutputLayout.offset() * size;
            long from = Staging.input(i, dtype, 2) + inputLayout.offset() * size;
            boolean done = ConvolutionByMatmul.takes(spec, inputLayout, gradWeightLayout, gradOutputLayout)
                    ? ConvolutionByMatmul.weightGradient(
                            threads, spec, to, gradWeightLayout, grad, gradOutputLayout, from, inputLayout)
                    : OneDnnConvolution.weightGradient(
                            dtype, threads, spec, to, gradWeightLayout, grad, gradOutputLayout, from, inputLayout);
            Reference.reachabilityFence(go);
            Reference.reachabilityFence(i);
            if (done) {
                Staging.finish(gw, dtype, target);
                Reference.reachabilityFence(gw);
                return;
            }
        }
        throw missing(dtype);
    }

    private static long plain(CpuBuffer weight, Layout layout) {
        return Staging.input(weight, DType.FLOAT32, Staging.WEIGHTS) + layout.offset() * 4;
    }

    private static boolean isNative(DType dtype, Layout weight, Layout output, Layout input) {
        return dtype == DType.FLOAT32
                && work(weight, output.sizes()) >= NATIVE_WORK
                && input.numel() > 0
                && !weight.mayOverlap()
                && !output.mayOverlap()
                && !input.mayOverlap()
                && OneDnn.isAvailable();
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

    private static boolean isWhole(CpuBuffer buffer, Layout layout, DType dtype) {
        return layout.isNonOverlappingAndDense() && layout.numel() * dtype.byteSize() == buffer.byteSize();
    }

    private static JgradException missing(DType dtype) {
        return new JgradException("the CPU backend has no convolutions of " + dtype + " in Java yet");
    }
}
