package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.PoolSpec;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What all poolings share: checks with PyTorch's texts, the arithmetic of sizes, and layouts as kernels expect them. */
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

    /** Replaces -1 ("as the input") and spreads a single number. */
    static long[] adaptiveSizes(String op, Tensor input, long[] given, int rank) {
        if (given.length != rank && !(given.length == 1 && rank > 1)) {
            throw new ShapeException(op + "() argument 'output_size' should contain "
                    + (rank == 1 ? "one int" : rank + " ints") + " (got " + given.length + ")");
        }
        long[] size = new long[rank];
        for (int d = 0; d < rank; d++) {
            size[d] = given[given.length == 1 ? 0 : d];
            if (size[d] < 0) {
                throw new ShapeException(
                        op + ": elements of output_size must be greater than or equal to 0 but received "
                                + Arrays.toString(given));
            }
        }
        return size;
    }

    static long[] adaptive(String op, Tensor input, long[] size, int rank) {
        long[] sizes = sizes(input).clone();
        if (sizes.length != rank + 1 && sizes.length != rank + 2) {
            throw new ShapeException(op + "(): Expected " + (rank + 1) + "D or " + (rank + 2) + "D tensor, but got "
                    + Arrays.toString(sizes));
        }
        int lead = sizes.length - rank;
        for (int d = 0; d < sizes.length; d++) {
            if (d >= lead - (op.contains("max") ? 1 : 0) && d > 0 && sizes[d] == 0) {
                throw new ShapeException(op + "(): Expected input to have non-zero size for non-batch dimensions, but"
                        + " input has sizes " + Arrays.toString(sizes) + " with dimension " + d + " being empty");
            }
        }
        System.arraycopy(size, 0, sizes, lead, rank);
        return sizes;
    }

    static void checkFloating(String op, Tensor input) {
        if (!input.dtype().isFloatingPoint()) {
            throw new DTypeException("\"" + op + "\" not implemented for '"
                    + input.dtype().scalarTypeName() + "': convert with .to(FLOAT32)");
        }
    }

    /** The layout with a batch dimension, which kernels expect. */
    static Layout batched(Layout l, int rank) {
        return l.rank() == rank + 1 ? l.unsqueeze(0) : l;
    }

    /** Channels innermost when the input has them there. */
    static @Nullable Layout physical(Buffer in, long[] sizes) {
        Layout of = in.physical();
        return of == null || of.rank() != sizes.length || sizes.length < 3 ? null : Layout.channelsLast(sizes);
    }

    static String second(String gradFn) {
        return gradFn.replace("Backward0", "BackwardBackward0");
    }

    static long[] prepend(long first, long[] rest) {
        long[] all = new long[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    static long[] sizes(Tensor t) {
        return TensorAccess.shown(t).sizes();
    }
}
