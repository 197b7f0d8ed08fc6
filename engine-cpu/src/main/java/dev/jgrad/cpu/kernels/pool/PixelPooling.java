package dev.jgrad.cpu.kernels.pool;

import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.PoolSpec;

/**
 * Max pooling of native float32 images with channels innermost, whole pixels at a time. What is kept for the gradient is
 * one byte per result: the number of the tap it came from.
 *
 * @param in sizes of the input in rows, columns
 * @param out sizes of the output in rows, columns
 */
public record PixelPooling(PoolSpec spec, long images, int channels, int[] in, int[] out) {
    /** Elements that are worth a part of a parallel range. */
    private static final int GRAIN = 4096;

    private static final FloatLanes LANES = FloatLanes.PREFERRED;

    /** For input and output [N, C, H, W]. */
    public static PixelPooling of(PoolSpec spec, Layout input, Layout output) {
        return new PixelPooling(
                spec,
                input.size(0),
                (int) input.size(1),
                new int[] {(int) input.size(2), (int) input.size(3)},
                new int[] {(int) output.size(2), (int) output.size(3)});
    }

    /** True when the number of a tap fits a byte, and every window has a tap on the input (with gaps it may have none). */
    public static boolean takes(PoolSpec spec, Layout output) {
        return output.rank() == 4
                && spec.kernel().length == 2
                && spec.kernel()[0] * spec.kernel()[1] <= 255
                && spec.dilation()[0] == 1
                && spec.dilation()[1] == 1;
    }

    private int kernel(int dim) {
        return (int) spec.kernel()[dim];
    }

    private int taps() {
        return kernel(0) * kernel(1);
    }

    private int place(int window, int tap, int dim) {
        return (int) (window * spec.stride()[dim] - spec.padding()[dim] + tap);
    }

    /** The window that has a place under a tap, -1 when there is none. */
    private int window(int place, int tap, int dim) {
        long start = place + spec.padding()[dim] - tap;
        long window = start / spec.stride()[dim];
        return start >= 0 && start % spec.stride()[dim] == 0 && window < out[dim] ? (int) window : -1;
    }

    /** Writes results and their taps. */
    public void forward(long target, long found, long source) {
        long width = 4L * channels;
        Parallel.forRange(images * out[0] * out[1], Math.max(1, GRAIN / (channels * taps())), (from, to) -> {
            long[] pixels = new long[taps()];
            byte[] names = new byte[taps()];
            for (long at = from; at < to; at++) {
                int x = (int) (at % out[1]);
                int y = (int) (at / out[1] % out[0]);
                long image = at / out[1] / out[0];
                int n = 0;
                for (int ky = 0; ky < kernel(0); ky++) {
                    int iy = place(y, ky, 0);
                    for (int kx = 0; kx < kernel(1) && iy >= 0 && iy < in[0]; kx++) {
                        int ix = place(x, kx, 1);
                        if (ix >= 0 && ix < in[1]) {
                            pixels[n] = source + ((image * in[0] + iy) * in[1] + ix) * width;
                            names[n++] = (byte) (ky * kernel(1) + kx);
                        }
                    }
                }
                LANES.greatestOfPixels(target + at * width, found + at * channels, pixels, names, n, channels);
            }
        });
    }

    /** Writes the gradient of the input. */
    public void backward(long target, long gradient, long found) {
        long width = 4L * channels;
        Parallel.forRange(images * in[0] * in[1], Math.max(1, GRAIN / channels), (from, to) -> {
            long[] pixels = new long[taps()];
            long[] bytes = new long[taps()];
            byte[] wanted = new byte[taps()];
            for (long at = from; at < to; at++) {
                int x = (int) (at % in[1]);
                int y = (int) (at / in[1] % in[0]);
                long image = at / in[1] / in[0];
                int n = 0;
                for (int ky = 0; ky < kernel(0); ky++) {
                    int oy = window(y, ky, 0);
                    for (int kx = 0; kx < kernel(1) && oy >= 0; kx++) {
                        int ox = window(x, kx, 1);
                        if (ox >= 0) {
                            long pixel = (image * out[0] + oy) * out[1] + ox;
                            pixels[n] = gradient + pixel * width;
                            bytes[n] = found + pixel * channels;
                            wanted[n++] = (byte) (ky * kernel(1) + kx);
                        }
                    }
                }
                LANES.sumOfFound(target + at * width, pixels, bytes, wanted, n, channels);
            }
        });
    }
}
