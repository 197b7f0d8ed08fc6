package dev.jgrad.cuda.dnn;

import dev.jgrad.data.Layout;

/** The two orders in which cuDNN takes a tensor. */
enum Order {
    /** Row-major: NCHW, KCRS. */
    PLAIN,
    /** Channels innermost: NHWC, KRSC. */
    CHANNELS_LAST;

    /** A dense layout of these sizes. */
    Layout layout(long[] sizes) {
        if (this == PLAIN) {
            return Layout.contiguous(sizes);
        }
        int rank = sizes.length;
        long[] strides = new long[rank];
        strides[1] = 1;
        long step = Math.max(1, sizes[1]);
        for (int d = rank - 1; d >= 2; d--) {
            strides[d] = step;
            step *= Math.max(1, sizes[d]);
        }
        strides[0] = step;
        return Layout.strided(sizes, strides, 0);
    }

    /** True when elements lie exactly in this order; strides of dimensions of size 1 say nothing. */
    boolean fits(Layout l) {
        Layout wanted = layout(l.sizes());
        for (int d = 0; d < l.rank(); d++) {
            if (l.size(d) != 1 && l.stride(d) != wanted.stride(d)) {
                return false;
            }
        }
        return true;
    }
}
