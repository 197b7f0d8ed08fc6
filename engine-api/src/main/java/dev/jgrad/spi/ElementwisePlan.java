package dev.jgrad.spi;

import dev.jgrad.data.Layout;

/**
 * How an elementwise kernel walks over its operands: the fewest dimensions that describe all of them. Dimensions of size
 * 1 are dropped, the rest is put in the order in which the output lies in memory, and neighbours that step alike in every
 * operand are merged; so operands of one dense layout, row-major or not, become a single run. Pure arithmetic, the same
 * for every backend. Sources: PyTorch's {@code TensorIterator}, mlx {@code common/binary.h}.
 *
 * <p>Operand 0 is the output. The last dimension is the innermost one.
 */
public final class ElementwisePlan {
    private final int rank;
    private final long[] sizes;
    private final long[][] strides;
    private final long[] offsets;
    private final long numel;

    private ElementwisePlan(int rank, long[] sizes, long[][] strides, long[] offsets, long numel) {
        this.rank = rank;
        this.sizes = sizes;
        this.strides = strides;
        this.offsets = offsets;
        this.numel = numel;
    }

    /** The plan for operands of the same sizes, the output first. */
    public static ElementwisePlan of(Layout... operands) {
        Layout out = operands[0];
        int k = operands.length;
        int n = out.rank();
        long[] sizes = new long[Math.max(n, 1)];
        long[][] strides = new long[k][Math.max(n, 1)];
        int rank = 0;
        for (int d = 0; d < n; d++) {
            if (out.size(d) != 1) {
                sizes[rank] = out.size(d);
                for (int i = 0; i < k; i++) {
                    strides[i][rank] = operands[i].stride(d);
                }
                rank++;
            }
        }
        order(rank, sizes, strides);
        rank = merge(rank, sizes, strides);
        if (rank == 0) {
            sizes[0] = 1;
            rank = 1;
        }
        long[] offsets = new long[k];
        for (int i = 0; i < k; i++) {
            offsets[i] = operands[i].offset();
        }
        return new ElementwisePlan(rank, sizes, strides, offsets, out.numel());
    }

    /** Insertion sort, stable: ranks are small and mostly in order already. */
    private static void order(int rank, long[] sizes, long[][] strides) {
        for (int d = 1; d < rank; d++) {
            for (int e = d; e > 0 && outside(strides, e, e - 1); e--) {
                swap(sizes, e);
                for (long[] s : strides) {
                    swap(s, e);
                }
            }
        }
    }

    /** True when dimension {@code a} must lie outside of {@code b}: its stride is greater, in the first operand to tell. */
    private static boolean outside(long[][] strides, int a, int b) {
        for (long[] s : strides) {
            if (s[a] != 0 && s[b] != 0 && s[a] != s[b]) {
                return s[a] > s[b];
            }
        }
        return false;
    }

    private static void swap(long[] a, int i) {
        long t = a[i];
        a[i] = a[i - 1];
        a[i - 1] = t;
    }

    private static int merge(int rank, long[] sizes, long[][] strides) {
        if (rank == 0) {
            return 0;
        }
        int last = 0;
        for (int d = 1; d < rank; d++) {
            if (mergeable(strides, last, d, sizes[d])) {
                sizes[last] *= sizes[d];
                for (long[] s : strides) {
                    s[last] = s[d];
                }
            } else {
                last++;
                sizes[last] = sizes[d];
                for (long[] s : strides) {
                    s[last] = s[d];
                }
            }
        }
        return last + 1;
    }

    private static boolean mergeable(long[][] strides, int outer, int inner, long innerSize) {
        for (long[] s : strides) {
            if (s[outer] != s[inner] * innerSize) {
                return false;
            }
        }
        return true;
    }

    /** The number of dimensions that are left, at least 1. */
    public int rank() {
        return rank;
    }

    /** The size of dimension {@code d}. */
    public long size(int d) {
        return sizes[d];
    }

    /** The size of the innermost dimension. */
    public long innerSize() {
        return sizes[rank - 1];
    }

    /** The stride of an operand along dimension {@code d}. */
    public long stride(int operand, int d) {
        return strides[operand][d];
    }

    /** The stride of an operand along the innermost dimension. */
    public long innerStride(int operand) {
        return strides[operand][rank - 1];
    }

    /** The position of an operand's first element. */
    public long offset(int operand) {
        return offsets[operand];
    }

    /** The number of operands, the output included. */
    public int operands() {
        return offsets.length;
    }

    /** The number of elements. */
    public long numel() {
        return numel;
    }

    /** True when every operand is one run of neighbouring elements. */
    public boolean isContiguous() {
        if (rank != 1) {
            return false;
        }
        if (sizes[0] == 1) {
            return true;
        }
        for (long[] s : strides) {
            if (s[0] != 1) {
                return false;
            }
        }
        return true;
    }
}
