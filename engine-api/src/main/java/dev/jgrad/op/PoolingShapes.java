package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.PoolSpec;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The checks and the arithmetic of sizes of pooling, with PyTorch's texts. */
final class PoolingShapes {
    private static final String[] COUNT = {"", "one int", "two ints", "three ints"};

    private PoolingShapes() {}

    static long[] perDimension(String op, String what, long[] given, int rank) {
        if (given.length == 1 && rank != 1) {
            long[] all = new long[rank];
            Arrays.fill(all, given[0]);
            return all;
        }
        if (given.length != rank) {
            String must = what.equals("stride") ? "either be omitted, a single int" : "either be a single int";
            throw new ArgumentException(op + ": " + what + " must " + must + ", or a tuple of " + COUNT[rank]);
        }
        return given;
    }

    /** The window, checked; an empty stride stands for the kernel's sizes. */
    static PoolSpec spec(
            String op,
            int rank,
            long[] kernel,
            long @Nullable [] stride,
            long[] padding,
            long[] dilation,
            boolean countIncludePad,
            long divisorOverride) {
        long[] k = perDimension(op, "kernel_size", kernel, rank);
        long[] s = stride == null || stride.length == 0 ? k : perDimension(op, "stride", stride, rank);
        long[] p = perDimension(op, "padding", padding, rank);
        long[] dil = perDimension(op, "dilation", dilation, rank);
        for (int d = 0; d < rank; d++) {
            if (s[d] == 0) {
                throw new ArgumentException("stride should not be zero");
            }
            if (k[d] <= 0 || s[d] < 0) {
                throw new ArgumentException((k[d] <= 0 ? "kernel size" : "stride")
                        + " should be greater than zero, but got " + Arrays.toString(k[d] <= 0 ? k : s) + " (in " + op
                        + ")");
            }
            if (dil[d] <= 0) {
                throw new ArgumentException(
                        "dilation should be greater than zero, but got " + Arrays.toString(dil) + " (in " + op + ")");
            }
            if (p[d] < 0) {
                throw new ArgumentException("pad must be non-negative, but got pad: " + p[d]);
            }
            if (p[d] > ((k[d] - 1) * dil[d] + 1) / 2) {
                throw new ArgumentException("pad should be at most half of effective kernel size, but got pad=" + p[d]
                        + ", kernel_size=" + k[d] + " and dilation=" + dil[d]);
            }
            if (p[d] > k[d] / 2) {
                throw new ArgumentException(
                        "pad should be smaller than or equal to half of kernel size, but got padding "
                                + Arrays.toString(p) + " and kernel size " + Arrays.toString(k) + " (in " + op + ")");
            }
        }
        return new PoolSpec(k, s, p, dil, countIncludePad, divisorOverride);
    }

    static void checkInput(String op, Tensor input, int rank) {
        long[] sizes = TensorAccess.shown(input).sizes();
        boolean good = sizes.length == rank + 1 || sizes.length == rank + 2;
        // Only the batch may be empty.
        for (int d = Math.max(0, sizes.length - rank - 1); good && d < sizes.length; d++) {
            good = sizes[d] > 0;
        }
        if (!good) {
            throw new ShapeException(op + ": Expected " + (rank + 1) + "D or " + (rank + 2)
                    + "D (batch mode) tensor with optional 0 dim batch size for input, but got:"
                    + Arrays.toString(sizes));
        }
    }

    /** The sizes of the result. */
    static long[] outputSizes(Tensor input, PoolSpec spec, boolean ceilMode) {
        long[] sizes = TensorAccess.shown(input).sizes().clone();
        long[] from = sizes.clone();
        int rank = spec.kernel().length;
        int lead = sizes.length - rank;
        boolean fits = true;
        for (int d = 0; d < rank; d++) {
            sizes[lead + d] = outputSize(sizes[lead + d], spec, d, ceilMode);
            fits &= sizes[lead + d] >= 1;
        }
        if (!fits) {
            throw new ShapeException("Given input size: (" + crossed(from, lead - 1) + "). Calculated output size: ("
                    + crossed(sizes, lead - 1) + "). Output size is too small");
        }
        return sizes;
    }

    private static long outputSize(long in, PoolSpec s, int d, boolean ceilMode) {
        long stride = s.stride()[d];
        long reach = in + 2 * s.padding()[d] - s.dilation()[d] * (s.kernel()[d] - 1) - 1;
        long n = Math.floorDiv(reach + (ceilMode ? stride - 1 : 0), stride) + 1;
        // The last window of ceil mode must start inside the input or its left border.
        return ceilMode && (n - 1) * stride >= in + s.padding()[d] ? n - 1 : n;
    }

    private static String crossed(long[] sizes, int from) {
        StringBuilder b = new StringBuilder();
        for (int d = from; d < sizes.length; d++) {
            b.append(d == from ? "" : "x").append(sizes[d]);
        }
        return b.toString();
    }
}
