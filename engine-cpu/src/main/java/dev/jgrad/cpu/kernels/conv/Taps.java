package dev.jgrad.cpu.kernels.conv;

import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.ConvSpec;
import java.util.Arrays;

/**
 * Along each of three spatial dimensions: which place of the image lies under a tap of the kernel for a result at some
 * place, -1 where there is none (the padding, or between the steps of a strided gradient).
 */
public final class Taps {
    /** Sizes of the result. */
    final int[] results = {1, 1, 1};

    /** Sizes of the kernel. */
    final int[] kernel = {1, 1, 1};

    private final int[][] under = new int[3][];

    private Taps() {}

    /** Taps of the forward pass: results are outputs, the image is the input. */
    public static Taps forward(ConvSpec spec, long[] input, long[] weight, long[] output) {
        Taps t = new Taps();
        int spatial = spec.spatialRank();
        for (int d = 0; d < 3; d++) {
            int s = d - (3 - spatial);
            long stride = s < 0 ? 1 : spec.stride()[s];
            long padding = s < 0 ? 0 : spec.padding()[s];
            long dilation = s < 0 ? 1 : spec.dilation()[s];
            int image = s < 0 ? 1 : (int) input[s + 2];
            t.size(d, s < 0 ? 1 : (int) output[s + 2], s < 0 ? 1 : (int) weight[s + 2]);
            for (int i = 0; i < t.results[d]; i++) {
                for (int k = 0; k < t.kernel[d]; k++) {
                    long at = i * stride - padding + k * dilation;
                    t.under[d][i * t.kernel[d] + k] = at >= 0 && at < image ? (int) at : -1;
                }
            }
        }
        return t;
    }

    /** Taps of the gradient of the input: results are its pixels, the image is the gradient of the output. */
    public static Taps gradient(ConvSpec spec, long[] input, long[] weight, long[] output) {
        Taps t = new Taps();
        int spatial = spec.spatialRank();
        for (int d = 0; d < 3; d++) {
            int s = d - (3 - spatial);
            long stride = s < 0 ? 1 : spec.stride()[s];
            long padding = s < 0 ? 0 : spec.padding()[s];
            long dilation = s < 0 ? 1 : spec.dilation()[s];
            int image = s < 0 ? 1 : (int) output[s + 2];
            t.size(d, s < 0 ? 1 : (int) input[s + 2], s < 0 ? 1 : (int) weight[s + 2]);
            for (int i = 0; i < t.results[d]; i++) {
                for (int k = 0; k < t.kernel[d]; k++) {
                    long at = i + padding - k * dilation;
                    boolean hit = at >= 0 && at % stride == 0 && at / stride < image;
                    t.under[d][i * t.kernel[d] + k] = hit ? (int) (at / stride) : -1;
                }
            }
        }
        return t;
    }

    /** A kernel of one tap: every result lies under itself. */
    public static Taps identity(long[] sizes) {
        Taps t = new Taps();
        int spatial = sizes.length - 2;
        for (int d = 0; d < 3; d++) {
            int s = d - (3 - spatial);
            t.size(d, s < 0 ? 1 : (int) sizes[s + 2], 1);
            for (int i = 0; i < t.results[d]; i++) {
                t.under[d][i] = i;
            }
        }
        return t;
    }

    private void size(int d, int result, int taps) {
        results[d] = result;
        kernel[d] = taps;
        int n = HeapArrays.length((long) result * taps);
        under[d] = HeapArrays.within(() -> new int[n]);
    }

    /** The number of results in a plane. */
    public int pixels() {
        return results[0] * results[1] * results[2];
    }

    /** The number of taps. */
    public int count() {
        return kernel[0] * kernel[1] * kernel[2];
    }

    /**
     * Positions under a tap for neighbouring results, -1 where there is none.
     *
     * @param strides of the image's three spatial dimensions
     */
    void positions(int tap, int pixel, int n, int base, int[] strides, int[] positions) {
        int kw = tap % kernel[2];
        int kh = tap / kernel[2] % kernel[1];
        int kd = tap / kernel[2] / kernel[1];
        int w = pixel % results[2];
        int h = pixel / results[2] % results[1];
        int d = pixel / results[2] / results[1];
        for (int i = 0; i < n; ) {
            int x = under[0][d * kernel[0] + kd];
            int y = under[1][h * kernel[1] + kh];
            int run = Math.min(n - i, results[2] - w);
            if (x < 0 || y < 0) {
                Arrays.fill(positions, i, i + run, -1);
            } else {
                row(base + x * strides[0] + y * strides[1], w, kw, run, strides[2], positions, i);
            }
            i += run;
            w = 0;
            if (++h == results[1]) {
                h = 0;
                d++;
            }
        }
    }

    private void row(int base, int w, int kw, int run, int stride, int[] positions, int at) {
        int[] u = under[2];
        for (int i = 0; i < run; i++) {
            int z = u[(w + i) * kernel[2] + kw];
            positions[at + i] = z < 0 ? -1 : base + z * stride;
        }
    }
}
