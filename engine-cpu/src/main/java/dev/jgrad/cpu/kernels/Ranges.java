package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;

/** The one check per operand that stands between a wrong layout and somebody else's memory. */
final class Ranges {
    private Ranges() {}

    static void check(DType dtype, CpuBuffer buffer, Layout layout) {
        if (layout.numel() == 0) {
            // An empty view may start anywhere.
            return;
        }
        long extent = layout.isContiguous() ? layout.offset() + layout.numel() : layout.extent();
        if (extent * dtype.byteSize() > buffer.byteSize()) {
            throw new IndexException("a layout of " + extent + " elements of " + dtype + " (" + layout
                    + ") does not fit into a storage of " + buffer.byteSize() + " bytes");
        }
    }
}
