package dev.jgrad.testkit;

import dev.jgrad.data.Layout;

/** Finds elements the slow and obviously right way. */
public final class Positions {
    private final Layout layout;

    /** Positions in a layout. */
    public Positions(Layout layout) {
        this.layout = layout;
    }

    /** The place in memory of the i-th element in row-major order. */
    public long at(long i) {
        return layout.position(index(i));
    }

    /** The index tuple of the i-th element in row-major order. */
    public long[] index(long i) {
        long[] index = new long[layout.rank()];
        for (int d = layout.rank() - 1; d >= 0; d--) {
            index[d] = i % layout.size(d);
            i /= layout.size(d);
        }
        return index;
    }

    /** The number in row-major order of an index tuple. */
    public long number(long... index) {
        long n = 0;
        for (int d = 0; d < layout.rank(); d++) {
            n = n * layout.size(d) + index[d];
        }
        return n;
    }
}
