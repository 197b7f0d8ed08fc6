package dev.jgrad.testkit;

import dev.jgrad.spi.PoolSpec;
import java.util.Arrays;
import java.util.Random;

/** A pooling with its sizes. */
record PoolingShape(long[] in, long[] out, PoolSpec spec) {
    static PoolingShape random(Random random, boolean max) {
        int rank = random.nextInt(1, 4);
        long[] in = new long[rank + 2];
        long[] out = new long[rank + 2];
        in[0] = out[0] = random.nextInt(1, 4);
        in[1] = out[1] = random.nextBoolean() ? random.nextInt(1, 5) : 33;
        long[] kernel = new long[rank];
        long[] stride = new long[rank];
        long[] padding = new long[rank];
        long[] dilation = new long[rank];
        for (int d = 0; d < rank; d++) {
            in[d + 2] = random.nextInt(4, rank == 3 ? 8 : 15);
            kernel[d] = random.nextInt(1, 4);
            stride[d] = random.nextInt(1, 4);
            padding[d] = random.nextLong(kernel[d] / 2 + 1);
            dilation[d] = max && in[d + 2] > 6 ? random.nextInt(1, 3) : 1;
            long reach = in[d + 2] + 2 * padding[d] - dilation[d] * (kernel[d] - 1) - 1;
            boolean ceil = random.nextBoolean();
            out[d + 2] = (reach + (ceil ? stride[d] - 1 : 0)) / stride[d] + 1;
            if (ceil && (out[d + 2] - 1) * stride[d] >= in[d + 2] + padding[d]) {
                out[d + 2]--;
            }
        }
        long override = random.nextInt(4) == 0 ? 7 : 0;
        return new PoolingShape(
                in, out, new PoolSpec(kernel, stride, padding, dilation, random.nextBoolean(), override));
    }

    static PoolingShape adaptive(Random random) {
        PoolingShape s = random(random, false);
        long[] out = s.in.clone();
        for (int d = 2; d < out.length; d++) {
            out[d] = random.nextInt(1, 9);
        }
        return new PoolingShape(s.in, out, s.spec);
    }

    /** The elements of the input a window covers, in row-major order, as numbers within the plane. */
    int[] window(long[] place, boolean adaptive) {
        int rank = place.length - 2;
        int[] window = {0};
        for (int d = 0; d < rank; d++) {
            long n = in[d + 2];
            long from = place[d + 2] * spec.stride()[d] - spec.padding()[d];
            long step = spec.dilation()[d];
            long to = from + spec.kernel()[d] * step;
            if (adaptive) {
                step = 1;
                from = place[d + 2] * n / out[d + 2];
                to = ((place[d + 2] + 1) * n + out[d + 2] - 1) / out[d + 2];
            }
            int[] wider = new int[window.length * (int) ((to - from) / step + 1)];
            int count = 0;
            for (int w : window) {
                for (long x = from; x < to; x += step) {
                    if (x >= 0 && x < n) {
                        wider[count++] = (int) (w * n + x);
                    }
                }
            }
            window = Arrays.copyOf(wider, count);
        }
        return window;
    }

    /** What the sum of the taps of a window is divided by. */
    double divisor(long[] place, boolean adaptive, int taps) {
        if (adaptive) {
            return taps;
        }
        if (spec.divisorOverride() != 0) {
            return spec.divisorOverride();
        }
        if (!spec.countIncludePad()) {
            return taps;
        }
        double n = 1;
        for (int d = 0; d < place.length - 2; d++) {
            long from = place[d + 2] * spec.stride()[d] - spec.padding()[d];
            n *= Math.min(from + spec.kernel()[d], in[d + 2] + spec.padding()[d]) - from;
        }
        return n;
    }

    /** The elements of one channel. */
    static int plane(long[] sizes) {
        int n = 1;
        for (int d = 2; d < sizes.length; d++) {
            n *= (int) sizes[d];
        }
        return n;
    }
}
