package dev.jgrad.cpu.kernels.pool;

import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.PoolSpec;

/** The windows of a pooling along one dimension, cut off at the border: where each starts and how many taps it has. */
public final class Windows {
    final int[] first;
    final int[] taps;
    /** What an average divides by, along this dimension. */
    final int[] divisor;
    /** Distance of the taps. */
    final int step;

    private Windows(int outputs, int step) {
        first = ints(outputs);
        taps = ints(outputs);
        divisor = ints(outputs);
        this.step = step;
    }

    private static int[] ints(int n) {
        return HeapArrays.within(() -> new int[n]);
    }

    /** Windows of one size. */
    static Windows of(PoolSpec spec, int d, int in, int out) {
        int kernel = (int) spec.kernel()[d];
        int stride = (int) spec.stride()[d];
        int padding = (int) spec.padding()[d];
        int step = (int) spec.dilation()[d];
        Windows w = new Windows(out, step);
        for (int o = 0; o < out; o++) {
            int start = o * stride - padding;
            int before = start < 0 ? (-start + step - 1) / step : 0;
            int inside = (in - start + step - 1) / step;
            w.first[o] = start + before * step;
            w.taps[o] = Math.max(0, Math.min(kernel, inside) - before);
            w.divisor[o] = spec.countIncludePad() ? Math.min(start + kernel, in + padding) - start : w.taps[o];
        }
        return w;
    }

    /** Windows that cover the input evenly: from floor(i * in / out) to ceil((i + 1) * in / out). */
    static Windows adaptive(int in, int out) {
        Windows w = new Windows(out, 1);
        for (int o = 0; o < out; o++) {
            w.first[o] = (int) ((long) o * in / out);
            w.taps[o] = (int) (((o + 1L) * in + out - 1) / out) - w.first[o];
            w.divisor[o] = w.taps[o];
        }
        return w;
    }

    /** The one window of a dimension that is not there. */
    static Windows single() {
        return adaptive(1, 1);
    }
}
