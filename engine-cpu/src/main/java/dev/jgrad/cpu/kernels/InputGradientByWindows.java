package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.onednn.OneDnnMatmul;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.Block;
import dev.jgrad.spi.ConvSpec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of an input of few channels, such as a picture's three. The library computes with whole vectors of input
 * channels, of which it uses three here. Instead, the product of some rows of the output's gradient with the weight has all taps
 * of all channels as its columns, and the windows in it are added to where they were cut from. Float32; activations are
 * channels-last, the weight has its channels innermost.
 *
 * <p>An image is cut into bands of output rows, each with memory of its own, which are put together in the end: how many
 * depends on the shape only, so that the result does not depend on the threads.
 */
final class InputGradientByWindows {
    private static final DType F32 = DType.FLOAT32;
    private static final int MOST_CHANNELS = 4;

    /** With fewer summands the windows are more work than the product. */
    private static final int LEAST_SUMMANDS = 32;

    /** Floats of a product: it is added up while it is in the second-level cache. */
    private static final long PRODUCT = 64 << 10;

    /** Bands of all images together; fewer where rows are few. */
    private static final long BANDS = 8;

    private final ConvSpec spec;
    private final int batch;
    private final int channels;
    private final int height;
    private final int width;
    private final int outChannels;
    private final int outHeight;
    private final int outWidth;
    private final int kernelHeight;
    private final int kernelWidth;
    private final int bands;
    private final int bandRows;
    private final int heldRows;
    private final long rowBytes;

    private InputGradientByWindows(ConvSpec spec, Layout input, Layout weight, Layout output) {
        this.spec = spec;
        batch = (int) input.size(0);
        channels = (int) input.size(1);
        height = (int) input.size(2);
        width = (int) input.size(3);
        outChannels = (int) output.size(1);
        outHeight = (int) output.size(2);
        outWidth = (int) output.size(3);
        kernelHeight = (int) weight.size(2);
        kernelWidth = (int) weight.size(3);
        int most = Math.max(1, outHeight / (2 * kernelHeight));
        bandRows = Math.ceilDiv(outHeight, (int) Math.min(most, Math.ceilDiv(BANDS, batch)));
        bands = Math.ceilDiv(outHeight, bandRows);
        heldRows = (int) ((bandRows - 1) * spec.stride()[0] + (kernelHeight - 1) * spec.dilation()[0]) + 1;
        long held = Math.max((outWidth - 1) * spec.stride()[1] + kernelWidth, spec.padding()[1] + width);
        rowBytes = 4 * channels * held;
    }

    /** The plan for a convolution of these layouts, or null where another way is better. */
    static @Nullable InputGradientByWindows of(ConvSpec spec, Layout input, Layout weight, Layout output) {
        if (output.rank() != 4
                || spec.groups() != 1
                || input.size(1) > MOST_CHANNELS
                || output.size(1) < LEAST_SUMMANDS
                || spec.dilation()[1] != 1
                || weight.size(2) * weight.size(3) < 4
                || !isChannelsLast(input)
                || !isChannelsLast(output)
                || input.numel() >= Integer.MAX_VALUE / 4
                || output.numel() >= Integer.MAX_VALUE / 4) {
            return null;
        }
        return new InputGradientByWindows(spec, input, weight, output);
    }

    private static boolean isChannelsLast(Layout layout) {
        return layout.sameStrides(Layout.channelsLast(layout.sizes()));
    }

    /** @param weight address of the weight with its channels innermost */
    void run(long gradInput, long gradOutput, long weight) {
        long bandBytes = heldRows * rowBytes;
        Block sums = allocate(batch * bands * bandBytes / 4);
        try {
            Parallel.forRange((long) batch * bands, 1, (from, to) -> {
                Block product = allocate(rowsAtOnce() * outWidth * (long) columns());
                try {
                    for (long b = from; b < to; b++) {
                        band(sums.address() + b * bandBytes, gradOutput, weight, b / bands, (int) (b % bands), product);
                    }
                } finally {
                    free(product);
                }
            });
            Parallel.forRange((long) batch * height, Math.max(1, 4096 / width), (from, to) -> {
                for (long row = from; row < to; row++) {
                    collect(gradInput, sums.address(), row / height, (int) (row % height));
                }
            });
        } finally {
            free(sums);
        }
    }

    private int columns() {
        return kernelHeight * kernelWidth * channels;
    }

    private int rowsAtOnce() {
        return (int) Math.max(1, Math.min(bandRows, PRODUCT / ((long) columns() * outWidth)));
    }

    private void band(long sums, long gradOutput, long weight, long image, int band, Block product) {
        Native.ALL.asSlice(sums, heldRows * rowBytes).fill((byte) 0);
        int first = band * bandRows;
        int end = Math.min(outHeight, first + bandRows);
        int n = columns();
        for (int y = first; y < end; y += rowsAtOnce()) {
            int rows = Math.min(rowsAtOnce(), end - y);
            long pixels = (long) rows * outWidth;
            long grad = gradOutput + 4L * outChannels * (image * outHeight + y) * outWidth;
            boolean done = OneDnnMatmul.run(
                    F32,
                    1,
                    product.address(),
                    Layout.contiguous(pixels, n),
                    grad,
                    Layout.contiguous(pixels, outChannels),
                    weight,
                    Layout.contiguous(outChannels, n),
                    0,
                    1,
                    0);
            if (!done) {
                throw new JgradException(
                        "oneDNN: no product of " + pixels + " pixels and " + outChannels + " channels");
            }
            for (int r = 0; r < rows; r++) {
                FloatLanes.PREFERRED.addWindows(
                        sums + (y + r - first) * spec.stride()[0] * rowBytes,
                        4 * channels * spec.stride()[1],
                        spec.dilation()[0] * rowBytes,
                        product.address() + 4L * r * outWidth * n,
                        4L * n,
                        4L * kernelWidth * channels,
                        outWidth,
                        kernelHeight,
                        kernelWidth * channels);
            }
        }
    }

    /** Puts a row of an image together from the bands that have a part of it. */
    private void collect(long gradInput, long sums, long image, int y) {
        long bytes = 4L * channels * width;
        long to = gradInput + (image * height + y) * bytes;
        boolean fresh = true;
        for (int band = 0; band < bands; band++) {
            long row = y + spec.padding()[0] - band * bandRows * spec.stride()[0];
            if (row < 0 || row >= heldRows) {
                continue;
            }
            long from = sums + ((image * bands + band) * heldRows + row) * rowBytes + 4 * channels * spec.padding()[1];
            if (fresh) {
                MemorySegment.copy(Native.ALL, from, Native.ALL, to, bytes);
                fresh = false;
            } else {
                FloatLanes.PREFERRED.addWindows(to, 0, 0, from, 0, 0, 1, 1, channels * width);
            }
        }
        if (fresh) {
            Native.ALL.asSlice(to, bytes).fill((byte) 0);
        }
    }

    private static Block allocate(long elements) {
        return CpuMemory.INSTANCE.allocator().allocate(4 * elements);
    }

    private static void free(Block block) {
        CpuMemory.INSTANCE.allocator().free(block);
    }
}
