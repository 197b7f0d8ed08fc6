package dev.jgrad.cpu.kernels.walk;

import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;

/**
 * The lines of a tensor along one dimension, for up to three operands of the same sizes. Where elements of neighbouring
 * lines are neighbours in memory, and those of one line are not, lines are taken several at a time, side by side.
 */
public final class Lines {
    /** Elements of a block of lines side by side. */
    private static final long BLOCK = 16384;

    private static final int MOST_ABREAST = 64;

    /** Elements of a line. */
    public final int length;
    /** Lines that are taken at a time; 1 where lines are contiguous. */
    public final int abreast;
    /** Distance of the elements of a line, for each operand. */
    public final long[] along;
    /** Distance of neighbouring lines, for each operand. */
    public final long[] across;

    private final long lanes;
    private final long groups;
    private final long[] sizes;
    private final long[][] strides;
    private final long[] offsets;

    /** Lines along {@code dim}; the first layout decides how they are taken. A 0-d tensor has one line of one element. */
    public Lines(int dim, Layout... layouts) {
        Layout first = layouts[0];
        int rank = first.rank();
        length = rank == 0 ? 1 : (int) first.size(dim);
        int neighbour = rank == 0 || length == 0 ? -1 : neighbour(first, dim);
        along = new long[layouts.length];
        across = new long[layouts.length];
        strides = new long[layouts.length][];
        offsets = new long[layouts.length];
        boolean[] dropped = new boolean[rank];
        if (rank > 0) {
            dropped[dim] = true;
        }
        if (neighbour >= 0) {
            dropped[neighbour] = true;
        }
        for (int o = 0; o < layouts.length; o++) {
            along[o] = rank == 0 ? 0 : layouts[o].stride(dim);
            across[o] = neighbour < 0 ? 0 : layouts[o].stride(neighbour);
            strides[o] = Odometer.without(layouts[o].strides(), dropped);
            offsets[o] = layouts[o].offset();
        }
        sizes = Odometer.without(first.sizes(), dropped);
        lanes = neighbour < 0 ? 1 : first.size(neighbour);
        abreast = neighbour < 0
                ? 1
                : (int) Math.max(1, Math.min(Math.min(lanes, MOST_ABREAST), BLOCK / Math.max(1, length)));
        groups = (lanes + abreast - 1) / abreast;
    }

    /** The dimension whose elements are neighbours, if that is not {@code dim} and worth it; else -1. */
    private static int neighbour(Layout layout, int dim) {
        if (layout.stride(dim) == 1 || layout.size(dim) > BLOCK / 8) {
            return -1;
        }
        for (int d = 0; d < layout.rank(); d++) {
            if (d != dim && layout.stride(d) == 1 && layout.size(d) >= 8) {
                return d;
            }
        }
        return -1;
    }

    /** The number of blocks. */
    public long blocks() {
        return Dims.numel(sizes) * groups;
    }

    /** Lines of a block. */
    public int lines(long block) {
        return (int) Math.min(abreast, lanes - block % groups * abreast);
    }

    /** A walk to use with {@link #start}. */
    public Odometer odometer(long block) {
        Odometer o = new Odometer(sizes, strides, offsets);
        o.skip(block / groups);
        return o;
    }

    /** Where the first line of a block starts in an operand. */
    public long start(Odometer o, long block, int operand) {
        return o.position[operand] + block % groups * abreast * across[operand];
    }

    /** Moves to the block after this one. */
    public void advance(Odometer o, long block) {
        if (block % groups == groups - 1) {
            o.next();
        }
    }
}
