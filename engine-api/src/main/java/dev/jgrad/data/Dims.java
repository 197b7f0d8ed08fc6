package dev.jgrad.data;

import java.util.Arrays;

/** Arithmetic on dimension numbers and sizes, shared by shapes and layouts. */
public final class Dims {
    private Dims() {}

    /**
     * Turns a dimension that may count from the end into one from the start. A rank of 0 counts as 1, as in
     * PyTorch.
     *
     * @throws IndexException when {@code dim} is outside {@code [-rank, rank)}
     */
    public static int wrap(int dim, int rank) {
        int range = Math.max(rank, 1);
        if (dim < -range || dim >= range) {
            throw new IndexException("Dimension out of range (expected to be in range of [" + -range + ", "
                    + (range - 1) + "], but got " + dim + ")");
        }
        return dim < 0 ? dim + range : dim;
    }

    /**
     * Wraps several dimensions; an empty list stands for all of them.
     *
     * @return one flag per dimension
     * @throws IndexException when one is out of range or named twice
     */
    public static boolean[] mask(int[] dims, int rank) {
        checkRank(rank);
        boolean[] mask = new boolean[Math.max(rank, 1)];
        if (dims.length == 0) {
            Arrays.fill(mask, true);
        }
        for (int dim : dims) {
            int d = wrap(dim, rank);
            if (mask[d]) {
                throw new IndexException("dim " + d + " appears multiple times in the list of dims");
            }
            mask[d] = true;
        }
        return rank == 0 ? new boolean[0] : mask;
    }

    /**
     * Fails for more dimensions than reductions take.
     *
     * @throws ShapeException above 64
     */
    public static void checkRank(int rank) {
        if (rank > 64) {
            throw new ShapeException("only tensors with up to 64 dims are supported");
        }
    }

    /**
     * The product of the sizes.
     *
     * @throws ShapeException when it does not fit into a long
     */
    public static long numel(long[] sizes) {
        long n = 1;
        boolean overflow = false;
        for (long size : sizes) {
            long high = Math.multiplyHigh(n, size);
            n *= size;
            overflow |= high != (n >> 63);
            if (size == 0) {
                return 0;
            }
        }
        if (overflow) {
            throw new ShapeException("a tensor of shape " + Arrays.toString(sizes) + " has more than 2^63 elements");
        }
        return n;
    }
}
