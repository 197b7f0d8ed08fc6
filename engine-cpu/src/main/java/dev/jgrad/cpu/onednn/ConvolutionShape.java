package dev.jgrad.cpu.onednn;

import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;
import java.util.Arrays;

/**
 * Sizes of a convolution in oneDNN's terms: at least two spatial dimensions (a one-dimensional one gets height 1),
 * groups as a leading dimension of the weight, dilation counted from 0.
 *
 * @param src N, C, spatial sizes
 * @param weights O, C, kernel sizes; with groups G, O/G, C/G, kernel sizes
 * @param dst N, O, spatial sizes
 */
record ConvolutionShape(
        long[] src, long[] weights, long[] dst, long[] stride, long[] dilation, long[] before, long[] after) {

    static ConvolutionShape of(Layout input, Layout weight, Layout output, ConvSpec spec) {
        long[] src = lift(input.sizes(), 2);
        long[] dst = lift(output.sizes(), 2);
        long[] kernel = lift(weight.sizes(), 2);
        int spatial = src.length - 2;
        int added = spatial - spec.spatialRank();
        long[] stride = new long[spatial];
        long[] dilation = new long[spatial];
        long[] before = new long[spatial];
        long[] after = new long[spatial];
        for (int d = 0; d < spatial; d++) {
            stride[d] = d < added ? 1 : spec.stride()[d - added];
            dilation[d] = d < added ? 0 : spec.dilation()[d - added] - 1;
            before[d] = d < added ? 0 : spec.padding()[d - added];
            long reach = (kernel[d + 2] - 1) * (dilation[d] + 1) + 1;
            long windows = (src[d + 2] + 2 * before[d] - reach) / stride[d] + 1;
            // The gradient of a transposed convolution may have an output that is larger by the output padding.
            after[d] =
                    windows == dst[d + 2] ? before[d] : (dst[d + 2] - 1) * stride[d] + reach - src[d + 2] - before[d];
        }
        return new ConvolutionShape(src, grouped(kernel, spec.groups()), dst, stride, dilation, before, after);
    }

    /** Puts a dimension of size 1 at {@code at} where there is only one spatial one. */
    private static long[] lift(long[] sizes, int at) {
        if (sizes.length > 3) {
            return sizes;
        }
        long[] lifted = new long[] {sizes[0], sizes[1], 1, sizes[2]};
        lifted[at] = 1;
        return lifted;
    }

    private static long[] grouped(long[] weights, long groups) {
        if (groups == 1) {
            return weights;
        }
        long[] split = new long[weights.length + 1];
        System.arraycopy(weights, 1, split, 2, weights.length - 1);
        split[0] = groups;
        split[1] = weights[0] / groups;
        return split;
    }

    /** The weight as it lies in memory. */
    TensorFormat plainWeights(int dataType, Layout layout) {
        long[] strides = layout.strides();
        long[] lifted = strides.length > 3 ? strides : new long[] {strides[0], strides[1], strides[2], strides[2]};
        long[] steps = lifted;
        if (weights.length > lifted.length) {
            steps = new long[weights.length];
            System.arraycopy(lifted, 0, steps, 1, lifted.length);
            steps[0] = lifted[0] * weights[1];
        }
        return new TensorFormat(dataType, weights, steps);
    }

    /**
     * False for what oneDNN 3.11 was seen to do wrong. Where a window has no tap on the input it calls a kernel that it
     * has not made (address 0); with one channel, a row of one result and a step above 1 its sums are wrong. It refuses
     * an input that a whole step more would reach over, as an output padding of a step or more leaves it.
     */
    boolean isTame() {
        int first = weights.length - stride.length;
        int row = stride.length - 1;
        if (weights[first - 1] == 1 && dst[row + 2] == 1 && stride[row] > 1) {
            return false;
        }
        for (int d = 0; d < stride.length; d++) {
            long step = dilation[d] + 1;
            long reach = (weights[first + d] - 1) * step + 1;
            long size = src[d + 2];
            long lastStart = (dst[d + 2] - 1) * stride[d] - before[d];
            if (before[d] >= reach || lastStart >= size || step > size && step > 1 || after[d] + stride[d] <= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * False where some place of the kernel meets padding only. In 16-bit dtypes oneDNN 3.11 was seen to leave other
     * numbers than zeros in such places of a weight's gradient.
     */
    boolean usesEveryTap() {
        int first = weights.length - stride.length;
        for (int d = 0; d < stride.length; d++) {
            for (long tap = 0; tap < weights[first + d]; tap++) {
                // Where the first window puts this tap, then the first window that puts it on the input.
                long at = tap * (dilation[d] + 1) - before[d];
                long window = at >= 0 ? 0 : (-at + stride[d] - 1) / stride[d];
                if (window >= dst[d + 2] || at + window * stride[d] >= src[d + 2]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The numbers that a key needs besides the sizes. */
    long[] numbers() {
        int n = stride.length;
        long[] all = Arrays.copyOf(stride, 4 * n);
        System.arraycopy(dilation, 0, all, n, n);
        System.arraycopy(before, 0, all, 2 * n, n);
        System.arraycopy(after, 0, all, 3 * n, n);
        return all;
    }

    /** Multiplications in all. */
    double work() {
        double work = 1;
        for (long size : dst) {
            work *= size;
        }
        int channel = weights.length > src.length ? 2 : 1;
        for (int d = channel; d < weights.length; d++) {
            work *= weights[d];
        }
        return work;
    }
}
