package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.norm.FloatLongSoftmax;
import dev.jgrad.cpu.kernels.norm.SoftmaxLines;
import dev.jgrad.cpu.kernels.norm.SoftmaxRows;
import dev.jgrad.cpu.kernels.walk.Lines;
import dev.jgrad.cpu.kernels.walk.Odometer;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;

/**
 * Softmax and log-softmax along a dimension, in plain Java. The methods have the parameters of those in {@link
 * dev.jgrad.spi.NormalizationKernels}, which delegate here.
 */
final class SoftmaxCpu {
    /** Elements that are worth a part of a parallel range. */
    private static final long GRAIN = 4096;

    private SoftmaxCpu() {}

    static void softmaxForward(
            Stream stream,
            boolean logarithm,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim) {
        CpuBuffer source = Extents.check(dtype, in, inLayout);
        CpuBuffer target = Extents.check(dtype, out, outLayout);
        if (SoftmaxRows.fit(dtype, dim, inLayout, outLayout)) {
            SoftmaxRows.forward(logarithm, dtype, target, outLayout, source, inLayout);
        } else {
            forwardLines(logarithm, dtype, target, outLayout, source, inLayout, dim);
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(out);
    }

    private static void forwardLines(
            boolean logarithm,
            DType dtype,
            CpuBuffer target,
            Layout outLayout,
            CpuBuffer source,
            Layout inLayout,
            int dim) {
        Lines lines = Lines.shortOnesAbreast(dim, inLayout, outLayout);
        boolean isLong = lines.length >= FloatLongSoftmax.LEAST && dtype == DType.FLOAT32;
        run(isLong ? 0 : lines.length * lines.abreast, lines, dtype, inLayout.numel(), (block, o, loops) -> {
            int w = lines.lines(block);
            if (isLong && w == 1) {
                FloatLongSoftmax line = new FloatLongSoftmax(
                        target,
                        lines.start(o, block, 1),
                        lines.along[1],
                        source,
                        lines.start(o, block, 0),
                        lines.along[0],
                        lines.length);
                line.run(logarithm);
                return;
            }
            load(loops, 0, dtype, source, lines, lines.start(o, block, 0), 0, w);
            loops.forward(logarithm, lines.length, w);
            store(loops, dtype, target, lines, lines.start(o, block, 1), 1, w);
        });
    }

    static void softmaxBackward(
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
        CpuBuffer gi = Extents.check(dtype, gradInput, gradInputLayout);
        CpuBuffer go = Extents.check(dtype, gradOutput, gradOutputLayout);
        CpuBuffer y = Extents.check(dtype, output, outputLayout);
        if (SoftmaxRows.fit(dtype, dim, outputLayout, gradOutputLayout, gradInputLayout)) {
            SoftmaxRows.backward(logarithm, dtype, gi, gradInputLayout, go, gradOutputLayout, y, outputLayout);
        } else {
            backwardLines(logarithm, dtype, gi, gradInputLayout, go, gradOutputLayout, y, outputLayout, dim);
        }
        Reference.reachabilityFence(gradInput);
        Reference.reachabilityFence(gradOutput);
        Reference.reachabilityFence(output);
    }

    private static void backwardLines(
            boolean logarithm,
            DType dtype,
            CpuBuffer gi,
            Layout gradInputLayout,
            CpuBuffer go,
            Layout gradOutputLayout,
            CpuBuffer y,
            Layout outputLayout,
            int dim) {
        Lines lines = Lines.shortOnesAbreast(dim, outputLayout, gradOutputLayout, gradInputLayout);
        run(lines.length * lines.abreast, lines, dtype, outputLayout.numel(), (block, o, loops) -> {
            int w = lines.lines(block);
            load(loops, 0, dtype, go, lines, lines.start(o, block, 1), 1, w);
            load(loops, 1, dtype, y, lines, lines.start(o, block, 0), 0, w);
            loops.backward(logarithm, lines.length, w);
            store(loops, dtype, gi, lines, lines.start(o, block, 2), 2, w);
        });
    }

    private interface Work {
        void block(long block, Odometer o, SoftmaxLines loops);
    }

    /** @param reserved elements of a block that is computed in scratch arrays */
    private static void run(int reserved, Lines lines, DType dtype, long numel, Work work) {
        if (numel == 0) {
            return;
        }
        int elements = lines.length * lines.abreast;
        Parallel.forRange(lines.blocks(), Math.max(1, GRAIN / elements), (from, to) -> {
            SoftmaxLines loops = SoftmaxLines.of(dtype);
            loops.reserve(reserved);
            Odometer o = lines.odometer(from);
            for (long block = from; block < to; block++) {
                work.block(block, o, loops);
                lines.advance(o, block);
            }
        });
    }

    private static void load(
            SoftmaxLines loops, int array, DType dtype, CpuBuffer buffer, Lines lines, long start, int operand, int w) {
        if (w == 1) {
            loops.load(array, dtype, buffer, start, lines.along[operand], 0, lines.length);
            return;
        }
        for (int i = 0; i < lines.length; i++) {
            loops.load(array, dtype, buffer, start + i * lines.along[operand], lines.across[operand], i * w, w);
        }
    }

    private static void store(
            SoftmaxLines loops, DType dtype, CpuBuffer buffer, Lines lines, long start, int operand, int w) {
        if (w == 1) {
            loops.store(dtype, buffer, start, lines.along[operand], 0, lines.length);
            return;
        }
        for (int i = 0; i < lines.length; i++) {
            loops.store(dtype, buffer, start + i * lines.along[operand], lines.across[operand], i * w, w);
        }
    }
}
