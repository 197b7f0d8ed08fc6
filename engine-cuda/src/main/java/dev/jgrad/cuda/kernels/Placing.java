package dev.jgrad.cuda.kernels;

import dev.jgrad.data.Layout;

/**
 * Where the lines (or slices) of a scatter start in self, index and source; offsets are left to the addresses.
 *
 * @param slices true when one line of index values serves for all: they are slices of what is indexed
 */
record Placing(Layout self, Layout index, Layout source, boolean slices) {
    /** A layout under other sizes that stays where it is along {@code dim}. */
    static Layout without(Layout layout, int dim, long[] sizes) {
        long[] strides = layout.strides().clone();
        if (strides.length > 0) {
            strides[dim] = 0;
        }
        return Layout.strided(sizes, strides, 0);
    }

    /** A layout of one dimension seen along {@code dim} of other sizes. */
    static Layout only(Layout layout, int dim, long[] sizes) {
        long[] strides = new long[sizes.length];
        if (strides.length > 0 && layout.rank() > 0) {
            strides[dim] = layout.stride(0);
        }
        return Layout.strided(sizes, strides, 0);
    }

    /** A layout seen along the first dimensions of other sizes. */
    static Layout leading(Layout layout, long[] sizes) {
        long[] strides = new long[sizes.length];
        System.arraycopy(layout.strides(), 0, strides, 0, layout.rank());
        return Layout.strided(sizes, strides, 0);
    }

    /** The dimensions from {@code k} on, behind some others along which it stays where it is. */
    static Layout rest(Layout layout, int k, int leading, long[] sizes) {
        long[] strides = new long[sizes.length];
        System.arraycopy(layout.strides(), k, strides, leading, layout.rank() - k);
        return Layout.strided(sizes, strides, 0);
    }

    /** What positions that were checked already stand for: themselves, and -1 for nowhere. */
    static IndexRule positions() {
        return new IndexRule(KernelFailure.INDEX, 0, Long.MAX_VALUE, false, 1);
    }
}
