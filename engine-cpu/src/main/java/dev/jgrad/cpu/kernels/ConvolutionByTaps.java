package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.onednn.OneDnnMatmul;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.cpu.threads.RangeTask;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.Block;
import dev.jgrad.spi.ConvSpec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of small images as matrix products, one for each {@link TapRuns run} of a tap: nothing is gathered and nothing
 * is multiplied with padding. For this the images of a batch lie beside each other for each pixel, so that a run is a matrix.
 * Float32; activations are channels-last, weights have their channels innermost. Addresses include the offsets of the layouts.
 *
 * <p>Each product has the weight as its first operand where it can, which the library multiplies fastest with few columns.
 */
final class ConvolutionByTaps {
    private static final DType F32 = DType.FLOAT32;

    /** Channels that one thread computes at a time: their part of a tap's weight stays in the cache. */
    private static final int BAND = 256;

    /** Each run reads and writes its sums: with fewer summands or columns that costs more than is saved. */
    private static final int LEAST_CHANNELS = 96;

    /** Floats in a vector: so many columns are computed in the time of one. */
    static final int LANES = 16;

    /** Products with this many summands are many times slower than those with half as many, in oneDNN 3.11. */
    private static final int SLOW_SUM = 32;

    /** Elements per part of parallel copying. */
    private static final long GRAIN = 1 << 15;

    private final TapRuns runs;
    private final int batch;
    private final int inChannels;
    private final int outChannels;
    private final long tapStep;
    private final long rowStep;

    private ConvolutionByTaps(TapRuns runs, Layout input, Layout output) {
        this.runs = runs;
        this.batch = (int) input.size(0);
        this.inChannels = (int) input.size(1);
        this.outChannels = (int) output.size(1);
        this.tapStep = 4L * inChannels;
        this.rowStep = tapStep * runs.taps();
    }

    /**
     * The plan for a convolution of these layouts, or null where not so much is saved.
     *
     * @param share of all pairs of output pixels and taps: how many the runs may hold for this to be the better way
     * @param lanes images in which a run is counted: {@link #LANES} for a forward pass, whose products have pixels as columns,
     *     1 for gradients
     */
    static @Nullable ConvolutionByTaps of(
            ConvSpec spec, Layout input, Layout weight, Layout output, double share, int lanes) {
        int rank = output.rank();
        if (rank < 3
                || rank > 4
                || spec.groups() != 1
                || Math.min(input.size(1), output.size(1)) < LEAST_CHANNELS
                || !isChannelsLast(input)
                || !isChannelsLast(output)
                || input.numel() >= Integer.MAX_VALUE
                || output.numel() >= Integer.MAX_VALUE) {
            return null;
        }
        long pairs = output.numel() / output.size(1) * (weight.numel() / weight.size(0) / weight.size(1));
        // Runs of a large image are many, and it is asked for before each convolution: first what needs none of them.
        if (input.size(0) * TapRuns.pairs(input, weight, output, spec) > share * pairs) {
            return null;
        }
        TapRuns runs = TapRuns.of(input, weight, output, spec);
        return runs.work(input.size(0), lanes) <= share * pairs ? new ConvolutionByTaps(runs, input, output) : null;
    }

    private static boolean isChannelsLast(Layout layout) {
        return layout.sameStrides(Layout.channelsLast(layout.sizes()));
    }

    void forward(long out, long input, long weight, long bias) {
        int columns = runs.outputs() * batch;
        Block in = allocate((long) runs.inputs() * batch * inChannels);
        Block sums = allocate((long) columns * outChannels);
        try {
            gather(in.address(), input, inChannels, runs.places());
            bands(outChannels, (first, end) -> {
                for (long o = first; o < end; o++) {
                    fill(
                            sums.address() + 4 * o * columns,
                            columns,
                            bias == 0 ? 0 : Native.ALL.get(Native.FLOAT, bias + 4 * o));
                }
                for (int r = 0; r < runs.count(); r++) {
                    int n = runs.length(r) * batch;
                    multiply(
                            sums.address() + 4L * (first * columns + (long) runs.output(r) * batch),
                            matrix(end - first, n, columns, 1),
                            weight + first * rowStep + runs.tap(r) * tapStep,
                            matrix(end - first, inChannels, rowStep / 4, 1),
                            in.address() + tapStep * runs.place(r) * batch,
                            matrix(inChannels, n, 1, inChannels),
                            1);
                }
            });
            transpose(out, sums.address());
        } finally {
            free(sums);
            free(in);
        }
    }

    void inputGradient(long gradInput, long gradOutput, long weight) {
        int rows = runs.inputs() * batch;
        Block from = allocate((long) runs.outputs() * batch * outChannels);
        Block sums = allocate((long) rows * inChannels);
        try {
            gather(from.address(), gradOutput, outChannels, null);
            clear(sums.address(), (long) rows * inChannels);
            bands(inChannels, (first, end) -> {
                for (int r = 0; r < runs.count(); r++) {
                    int n = runs.length(r) * batch;
                    multiply(
                            sums.address() + tapStep * runs.place(r) * batch + 4 * first,
                            matrix(n, end - first, inChannels, 1),
                            from.address() + 4L * outChannels * runs.output(r) * batch,
                            matrix(n, outChannels, outChannels, 1),
                            weight + runs.tap(r) * tapStep + 4 * first,
                            matrix(outChannels, end - first, rowStep / 4, 1),
                            1);
                }
            });
            scatter(gradInput, sums.address());
        } finally {
            free(sums);
            free(from);
        }
    }

    void weightGradient(long gradWeight, long gradOutput, long input) {
        Block in = allocate((long) runs.inputs() * batch * inChannels);
        Block grad = allocate((long) runs.outputs() * batch * outChannels);
        try {
            gather(in.address(), input, inChannels, runs.places());
            gather(grad.address(), gradOutput, outChannels, null);
            bands(outChannels, (first, end) -> {
                int next = 0;
                for (int tap = 0; tap < runs.taps(); tap++) {
                    long target = gradWeight + first * rowStep + tap * tapStep;
                    if (next == runs.count() || runs.tap(next) != tap) {
                        for (long o = 0; o < end - first; o++) {
                            clear(target + o * rowStep, inChannels);
                        }
                    }
                    for (int beta = 0; next < runs.count() && runs.tap(next) == tap; next++) {
                        int n = runs.length(next) * batch;
                        int step = n == SLOW_SUM ? n / 2 : n;
                        for (int at = 0; at < n; at += step, beta = 1) {
                            multiply(
                                    target,
                                    matrix(end - first, inChannels, rowStep / 4, 1),
                                    grad.address()
                                            + 4L * ((long) outChannels * (runs.output(next) * batch + at) + first),
                                    matrix(end - first, step, 1, outChannels),
                                    in.address() + tapStep * (runs.place(next) * batch + at),
                                    matrix(step, inChannels, inChannels, 1),
                                    beta);
                        }
                    }
                }
            });
        } finally {
            free(grad);
            free(in);
        }
    }

    private static void bands(int channels, RangeTask task) {
        int perThread = Math.ceilDiv(Math.ceilDiv(channels, Parallel.mostThreads()), LANES) * LANES;
        int size = Math.min(BAND, perThread);
        Parallel.forRange(Math.ceilDiv(channels, size), 1, (from, to) -> {
            for (long band = from; band < to; band++) {
                task.run(band * size, Math.min(channels, (band + 1) * size));
            }
        });
    }

    private static void multiply(
            long out, Layout outLayout, long a, Layout aLayout, long b, Layout bLayout, float beta) {
        if (!OneDnnMatmul.run(F32, 1, out, outLayout, a, aLayout, b, bLayout, 0, 1, beta)) {
            throw new JgradException("oneDNN: no product of " + aLayout + " and " + bLayout);
        }
    }

    private static Layout matrix(long rows, long columns, long down, long right) {
        return Layout.strided(new long[] {rows, columns}, new long[] {down, right}, 0);
    }

    /** Copies activations [N, pixels, C] to [places, N, C], in the order of {@code pixels} where it is given. */
    private void gather(long target, long source, int channels, int @Nullable [] pixels) {
        int count = pixels == null ? runs.outputs() : pixels.length;
        long bytes = 4L * channels;
        Parallel.forRange(count, Math.max(1, GRAIN / batch / channels), (from, to) -> {
            for (long place = from; place < to; place++) {
                long pixel = pixels == null ? place : pixels[(int) place];
                for (long n = 0; n < batch; n++) {
                    copy(target + (place * batch + n) * bytes, source + (n * count + pixel) * bytes, bytes);
                }
            }
        });
    }

    /** The reverse for the input's gradient. */
    private void scatter(long target, long source) {
        int count = runs.inputs();
        long bytes = 4L * inChannels;
        Parallel.forRange(count, Math.max(1, GRAIN / batch / inChannels), (from, to) -> {
            for (long place = from; place < to; place++) {
                long pixel = runs.places()[(int) place];
                for (long n = 0; n < batch; n++) {
                    copy(target + (n * count + pixel) * bytes, source + (place * batch + n) * bytes, bytes);
                }
            }
        });
    }

    /** Copies sums [C, pixels, N] to activations [N, pixels, C]. */
    private void transpose(long target, long source) {
        int pixels = runs.outputs();
        Parallel.forRange(pixels, Math.max(1, GRAIN / 4 / batch / outChannels), (from, to) -> {
            for (long pixel = from; pixel < to; pixel++) {
                Transposing.floats(
                        target + 4 * pixel * outChannels,
                        source + 4 * pixel * batch,
                        batch,
                        outChannels,
                        4L * pixels * outChannels,
                        4L * pixels * batch);
            }
        });
    }

    private static Block allocate(long elements) {
        return CpuMemory.INSTANCE.allocator().allocate(4 * elements);
    }

    private static void free(Block block) {
        CpuMemory.INSTANCE.allocator().free(block);
    }

    private static void copy(long to, long from, long bytes) {
        MemorySegment.copy(Native.ALL, from, Native.ALL, to, bytes);
    }

    private static void clear(long at, long elements) {
        Native.ALL.asSlice(at, 4 * elements).fill((byte) 0);
    }

    private static void fill(long at, long elements, float value) {
        if (value == 0) {
            clear(at, elements);
            return;
        }
        for (long i = 0; i < elements; i++) {
            Native.ALL.set(Native.FLOAT, at + 4 * i, value);
        }
    }
}
