package dev.jgrad.data;

import java.util.Arrays;

/** NumPy's and PyTorch's broadcasting rule: align at the right, sizes are equal or one of them is 1. */
public final class Broadcasting {
    private Broadcasting() {}

    /**
     * The sizes both broadcast to.
     *
     * @throws ShapeException when a dimension has two different sizes, neither of them 1
     */
    public static long[] sizes(long[] a, long[] b) {
        if (a == b || Arrays.equals(a, b)) {
            return a;
        }
        int rank = Math.max(a.length, b.length);
        long[] out = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long x = i <= a.length ? a[a.length - i] : 1;
            long y = i <= b.length ? b[b.length - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException("The size of tensor a (" + x + ") must match the size of tensor b (" + y
                        + ") at non-singleton dimension " + (rank - i) + "; shapes " + Arrays.toString(a) + " and "
                        + Arrays.toString(b));
            }
            out[rank - i] = x == 1 ? y : x;
        }
        return out;
    }

    /** True when {@code from} broadcasts to exactly {@code to}. */
    public static boolean expandsTo(long[] from, long[] to) {
        if (from.length > to.length) {
            return false;
        }
        for (int i = 1; i <= from.length; i++) {
            long x = from[from.length - i];
            if (x != 1 && x != to[to.length - i]) {
                return false;
            }
        }
        return true;
    }
}
