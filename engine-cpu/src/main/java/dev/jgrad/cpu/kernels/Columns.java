package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;
import java.lang.foreign.MemorySegment;

/**
 * The windows of a two-dimensional convolution as the rows of a matrix ("im2col"): one row per output pixel, in it the
 * taps in the order of a row of the weight: (channel, height, width), or (height, width, channel) where the channels are
 * innermost. Float32 in native memory.
 */
record Columns(
        long batch,
        int channels,
        int height,
        int width,
        int outHeight,
        int outWidth,
        int kernelHeight,
        int kernelWidth,
        int[] stride,
        int[] padding,
        int[] dilation,
        long[] inputStrides,
        long tapStep,
        long channelStep) {

    /** Elements per part of parallel work: some microseconds. */
    private static final long GRAIN = 1 << 14;

    /** Of layouts [N, C, H, W]; for [N, C, W] the height is 1. */
    static Columns of(Layout input, Layout weight, Layout output, ConvSpec spec) {
        boolean two = input.rank() == 4;
        int last = input.rank() - 1;
        long[] strides = input.strides();
        long taps = weight.numel() / weight.size(0) / weight.size(1);
        boolean plain = weight.isContiguous();
        return new Columns(
                input.size(0),
                (int) input.size(1),
                two ? (int) input.size(2) : 1,
                (int) input.size(last),
                two ? (int) output.size(2) : 1,
                (int) output.size(last),
                two ? (int) weight.size(2) : 1,
                (int) weight.size(last),
                pair(spec.stride(), 1),
                pair(spec.padding(), 0),
                pair(spec.dilation(), 1),
                two ? strides : new long[] {strides[0], strides[1], 0, strides[2]},
                plain ? 4 : 4 * input.size(1),
                plain ? 4 * taps : 4);
    }

    private static int[] pair(long[] values, int otherwise) {
        return values.length == 2
                ? new int[] {(int) values[0], (int) values[1]}
                : new int[] {otherwise, (int) values[0]};
    }

    /** The number of windows. */
    long rows() {
        return batch * outHeight * outWidth;
    }

    /** The taps of a window over all channels. */
    long taps() {
        return (long) channels * kernelHeight * kernelWidth;
    }

    /** Fills the matrix at {@code matrix} from the activations at {@code input}. */
    void gather(long matrix, long input) {
        long grain = Math.max(1, GRAIN / taps());
        Parallel.forRange(rows(), grain, (from, to) -> {
            for (long row = from; row < to; row++) {
                gatherRow(matrix + row * taps() * 4, input, row);
            }
        });
    }

    private void gatherRow(long target, long input, long row) {
        int ox = (int) (row % outWidth);
        int oy = (int) (row / outWidth % outHeight);
        long image = input + row / outWidth / outHeight * inputStrides[0] * 4;
        for (int ky = 0; ky < kernelHeight; ky++) {
            int y = oy * stride[0] - padding[0] + ky * dilation[0];
            for (int kx = 0; kx < kernelWidth; kx++) {
                int x = ox * stride[1] - padding[1] + kx * dilation[1];
                long to = target + tapStep * (ky * kernelWidth + kx);
                if (y >= 0 && y < height && x >= 0 && x < width) {
                    spread(to, image + (y * inputStrides[2] + x * inputStrides[3]) * 4, inputStrides[1] * 4);
                } else {
                    clear(to, channelStep);
                }
            }
        }
    }

    private void spread(long to, long from, long fromStep) {
        if (channelStep == 4 && fromStep == 4) {
            MemorySegment.copy(Native.ALL, from, Native.ALL, to, 4L * channels);
            return;
        }
        for (int c = 0; c < channels; c++) {
            Native.ALL.set(Native.FLOAT, to + c * channelStep, Native.ALL.get(Native.FLOAT, from + c * fromStep));
        }
    }

    private void clear(long to, long toStep) {
        for (int c = 0; c < channels; c++) {
            Native.ALL.set(Native.FLOAT, to + c * toStep, 0f);
        }
    }

    /** The reverse: every pixel of {@code input} becomes the sum of the places it was gathered to. */
    void sum(long input, long matrix) {
        long grain = Math.max(1, GRAIN / taps());
        Parallel.forRange(batch * height * width, grain, (from, to) -> {
            for (long pixel = from; pixel < to; pixel++) {
                sumPixel(input, matrix, pixel);
            }
        });
    }

    private void sumPixel(long input, long matrix, long pixel) {
        int x = (int) (pixel % width);
        int y = (int) (pixel / width % height);
        long image = pixel / width / height;
        long to = input + (image * inputStrides[0] + y * inputStrides[2] + x * inputStrides[3]) * 4;
        boolean fresh = true;
        for (int ky = 0; ky < kernelHeight; ky++) {
            int oy = window(y, ky, 0, outHeight);
            for (int kx = 0; kx < kernelWidth && oy >= 0; kx++) {
                int ox = window(x, kx, 1, outWidth);
                if (ox >= 0) {
                    long row = (image * outHeight + oy) * outWidth + ox;
                    long from = matrix + row * taps() * 4 + ((long) ky * kernelWidth + kx) * tapStep;
                    collect(to, inputStrides[1] * 4, from, channelStep, fresh);
                    fresh = false;
                }
            }
        }
        if (fresh) {
            clear(to, inputStrides[1] * 4);
        }
    }

    /** The window that has a pixel under a tap, -1 when there is none. */
    private int window(int at, int tap, int dim, int windows) {
        int start = at + padding[dim] - tap * dilation[dim];
        int window = start / stride[dim];
        return start >= 0 && start % stride[dim] == 0 && window < windows ? window : -1;
    }

    private void collect(long to, long toStep, long from, long fromStep, boolean fresh) {
        for (int c = 0; c < channels; c++) {
            float v = Native.ALL.get(Native.FLOAT, from + c * fromStep);
            long at = to + c * toStep;
            Native.ALL.set(Native.FLOAT, at, fresh ? v : v + Native.ALL.get(Native.FLOAT, at));
        }
    }
}
