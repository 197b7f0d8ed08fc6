package dev.jgrad.cuda.dnn;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;
import java.util.Arrays;

/**
 * A convolution without its data. One spatial dimension counts as two, the first of size 1, because cuDNN begins at two.
 *
 * @param x sizes of the input
 * @param w sizes of the weight
 * @param y sizes of the output
 */
record Problem(Direction direction, DType dtype, long[] x, long[] w, long[] y, ConvSpec spec) {
    static Problem of(Direction direction, DType dtype, Layout x, Layout w, Layout y, ConvSpec spec) {
        if (spec.spatialRank() > 1) {
            return new Problem(direction, dtype, x.sizes(), w.sizes(), y.sizes(), spec);
        }
        ConvSpec lifted = new ConvSpec(
                new long[] {1, spec.stride()[0]},
                new long[] {0, spec.padding()[0]},
                new long[] {1, spec.dilation()[0]},
                spec.groups());
        return new Problem(direction, dtype, lift(x).sizes(), lift(w).sizes(), lift(y).sizes(), lifted);
    }

    /** A layout with at least two spatial dimensions. */
    static Layout lift(Layout l) {
        return l.rank() == 3 ? l.unsqueeze(2) : l;
    }

    int rank() {
        return x.length;
    }

    /** True when all sizes and strides fit into cuDNN's ints. */
    boolean fitsInts() {
        for (long[] sizes : new long[][] {x, w, y}) {
            long n = 1;
            for (long size : sizes) {
                n *= size;
            }
            if (n > Integer.MAX_VALUE) {
                return false;
            }
        }
        return Math.max(max(spec.padding()), Math.max(max(spec.dilation()), max(spec.stride()))) < 1 << 24;
    }

    /**
     * True when the output is as large as cuDNN would make it: a transposed convolution whose output padding is not below
     * its stride (it may be, up to the dilation) leaves rows that no tap reaches.
     */
    boolean isExact() {
        for (int d = 0; d < spec.spatialRank(); d++) {
            long span = spec.dilation()[d] * (w[d + 2] - 1);
            if (y[d + 2] != (x[d + 2] + 2 * spec.padding()[d] - span - 1) / spec.stride()[d] + 1) {
                return false;
            }
        }
        return true;
    }

    private static long max(long[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    /** Everything that makes this problem another one than the next, with the switches that choose an algorithm. */
    ProblemKey key(int switches) {
        int rank = rank();
        long[] all = new long[3 * rank + 3 * (rank - 2) + 4];
        int at = 0;
        for (long[] part : new long[][] {x, w, y, spec.stride(), spec.padding(), spec.dilation()}) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        all[at++] = spec.groups();
        all[at++] = direction.ordinal();
        all[at++] = dtype.ordinal();
        all[at] = switches;
        return new ProblemKey(all);
    }
}
