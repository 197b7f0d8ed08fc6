package dev.jgrad.cpu.kernels;

import dev.jgrad.data.Layout;

/** Walks over the elements of one layout in row-major order, in runs along the last dimension. */
final class RowMajor {
    private final Layout layout;
    private final int last;
    private final long[] index;
    private long position;

    RowMajor(Layout layout, long start) {
        // A row-major layout is one long row.
        this.layout = layout.isContiguous() && layout.rank() != 1
                ? Layout.strided(new long[] {layout.numel()}, new long[] {1}, layout.offset())
                : layout;
        this.last = this.layout.rank() - 1;
        this.index = new long[last + 1];
        this.position = this.layout.offset();
        long rest = start;
        for (int d = last; d >= 0; d--) {
            index[d] = rest % this.layout.size(d);
            rest /= this.layout.size(d);
            position += index[d] * this.layout.stride(d);
        }
    }

    /** The number of elements up to the end of the row. */
    long run() {
        return layout.size(last) - index[last];
    }

    long stride() {
        return layout.stride(last);
    }

    long position() {
        return position;
    }

    /** Moves on by at most {@link #run} elements. */
    void advance(long n) {
        index[last] += n;
        position += n * layout.stride(last);
        for (int d = last; d > 0 && index[d] == layout.size(d); d--) {
            index[d] = 0;
            index[d - 1]++;
            position += layout.stride(d - 1) - layout.size(d) * layout.stride(d);
        }
    }
}
