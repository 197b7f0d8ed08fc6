package dev.jgrad.cuda.kernels;

import dev.jgrad.data.Layout;

/** Operands seen as lines along a dimension: where each line starts, and the steps along it. Operand 0 decides the order. */
final class Lines {
    final WalkPlan starts;
    final long[] along;
    final long length;
    final long lines;

    /** Lines along {@code dim}; a layout without dimensions is one line of one element. */
    Lines(int dim, Layout... operands) {
        along = new long[operands.length];
        Layout[] others = new Layout[operands.length];
        for (int k = 0; k < operands.length; k++) {
            Layout layout = operands[k].rank() == 0 ? operands[k].unsqueeze(0) : operands[k];
            along[k] = layout.stride(dim);
            others[k] = layout.select(dim, 0);
        }
        length = operands[0].rank() == 0 ? 1 : operands[0].size(dim);
        starts = WalkPlan.of(others);
        lines = starts.count;
    }

    /** True when places do not fit into 31 bits. */
    boolean isWide() {
        return starts.isWide();
    }
}
