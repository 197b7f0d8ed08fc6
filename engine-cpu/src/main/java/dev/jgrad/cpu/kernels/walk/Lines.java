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

    /** Lines shorter than this are too short for loops along them. */
    private static final int SHORT_LINE = 16;

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
        this(dim, neighbour(layouts[0], dim), layouts);
    }

    /** The same, but short lines are taken several at a time even where their elements lie side by side. */
    public static Lines shortOnesAbreast(int dim, Layout... layouts) {
        int neighbour = neighbour(layouts[0], dim);
        return new Lines(dim, neighbour < 0 ? behind(layouts[0], dim) : neighbour, layouts);
    }

    private Lines(int dim, int neighbour, Layout... layouts) {
        Layout first = layouts[0];
        int rank = first.rank();
        length = rank == 0 ? 1 : (int) first.size(dim);
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
        if (layout.rank() == 0 || layout.size(dim) == 0) {
            return -1;
        }
        if (layout.stride(dim) == 1 && layout.size(dim) > 1 || layout.size(dim) > BLOCK / 8) {
            return -1;
        }
        for (int d = 0; d < layout.rank(); d++) {
            if (d != dim && layout.stride(d) == 1 && layout.size(d) >= 8) {
                return d;
            }
        }
        return -1;
    }

    /** The dimension that has many lines closest behind each other, if they are short; else -1. */
    private static int behind(Layout layout, int dim) {
        if (layout.rank() == 0 || layout.size(dim) == 0 || layout.size(dim) >= SHORT_LINE) {
            return -1;
        }
        int found = -1;
        for (int d = 0; d < layout.rank(); d++) {
            if (d != dim && layout.size(d) >= 8 && (found < 0 || layout.stride(d) < layout.stride(found))) {
                found = d;
            }
        }
        return found;
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
