package dev.jgrad.data;

import org.jspecify.annotations.Nullable;

/** What strides say about the order of dimensions in memory, about gaps and about elements that share a place. */
final class Strides {
    private Strides() {}

    /** The strides of row-major order without gaps. */
    static long[] rowMajor(long[] sizes) {
        long[] strides = new long[sizes.length];
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= Math.max(sizes[d], 1);
        }
        return strides;
    }

    /** True for row-major order without gaps. */
    static boolean isRowMajor(long[] sizes, long[] strides) {
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            if (sizes[d] == 0) {
                return true;
            }
            if (sizes[d] != 1) {
                if (strides[d] != step) {
                    return false;
                }
                step *= sizes[d];
            }
        }
        return true;
    }

    /** {@link Layout#isNonOverlappingAndDense} where the order is another one than row-major. */
    static boolean areNonOverlappingAndDense(long[] sizes, long[] strides) {
        if (repeat(sizes, strides)) {
            return false;
        }
        int[] order = descending(sizes, strides);
        long step = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            int d = order[i];
            if (sizes[d] != 1) {
                if (strides[d] != step) {
                    return false;
                }
                step *= sizes[d];
            }
        }
        return true;
    }

    /** {@link Layout#mayOverlap} where the order is another one than row-major, or there are gaps. */
    static boolean mayOverlap(long[] sizes, long[] strides) {
        if (repeat(sizes, strides)) {
            return true;
        }
        int[] order = descending(sizes, strides);
        long reach = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            int d = order[i];
            if (sizes[d] > 1) {
                if (strides[d] <= reach) {
                    return true;
                }
                reach += (sizes[d] - 1) * strides[d];
            }
        }
        return false;
    }

    /** {@link Layout#nests} where the order is another one than row-major, or there are gaps. */
    static boolean nest(long[] sizes, long[] strides) {
        int[] order = descending(sizes, strides);
        long whole = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            int d = order[i];
            if (sizes[d] > 1) {
                if (strides[d] < whole) {
                    return false;
                }
                whole = strides[d] * sizes[d];
            }
        }
        return true;
    }

    /** True when a dimension was broadcast: its elements are one and the same. */
    static boolean repeat(long[] sizes, long[] strides) {
        for (int d = 0; d < sizes.length; d++) {
            if (strides[d] == 0 && sizes[d] > 1) {
                return true;
            }
        }
        return false;
    }

    /** The dimensions, that of the greatest stride first, among equals that of the greatest size (insertion sort). */
    private static int[] descending(long[] sizes, long[] strides) {
        int[] order = new int[sizes.length];
        for (int d = 1; d < order.length; d++) {
            int i = d;
            for (; i > 0 && precedes(sizes, strides, d, order[i - 1]); i--) {
                order[i] = order[i - 1];
            }
            order[i] = d;
        }
        return order;
    }

    private static boolean precedes(long[] sizes, long[] strides, int x, int y) {
        return strides[x] != strides[y] ? strides[x] > strides[y] : sizes[x] > sizes[y];
    }

    /** The strides without gaps in the same order of dimensions. */
    static long[] dense(long[] sizes, long[] strides) {
        int[] order = descending(sizes, strides);
        long[] fresh = new long[sizes.length];
        long step = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            fresh[order[i]] = step;
            step *= Math.max(sizes[order[i]], 1);
        }
        return fresh;
    }

    /**
     * The strides under which the same elements in the same order have other sizes, or null when that needs a copy. There
     * are elements, as many as before. The method is PyTorch's {@code computeStride}.
     */
    static long @Nullable [] under(long[] sizes, long[] strides, long[] to) {
        long[] st = new long[to.length];
        int v = to.length - 1;
        long chunkStride = strides.length == 0 ? 1 : strides[strides.length - 1];
        long tensorChunk = 1;
        long viewChunk = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            tensorChunk *= sizes[d];
            boolean chunkEnds = d == 0 || (sizes[d - 1] != 1 && strides[d - 1] != tensorChunk * chunkStride);
            if (chunkEnds) {
                while (v >= 0 && (viewChunk < tensorChunk || to[v] == 1)) {
                    st[v] = viewChunk * chunkStride;
                    viewChunk *= to[v];
                    v--;
                }
                if (viewChunk != tensorChunk) {
                    return null;
                }
                if (d > 0) {
                    chunkStride = strides[d - 1];
                    tensorChunk = 1;
                    viewChunk = 1;
                }
            }
        }
        return v == -1 ? st : null;
    }
}
