package dev.jgrad.cpu.onednn;

import dev.jgrad.data.Layout;

/**
 * Activations brought to channels-last order, the only one that convolutions are computed in here: nothing else is as
 * fast, and what the library does with row-major ones is to reorder them too, less reliably (3.11 computes wrong sums
 * for one channel in three dimensions).
 */
final class Activations {
    private final Workspace workspace;
    private final int threads;
    private final int dataType;

    Activations(Workspace workspace, int threads, int dataType) {
        this.workspace = workspace;
        this.threads = threads;
        this.dataType = dataType;
    }

    /** The channels-last format for activations of these sizes. */
    TensorFormat format(long[] sizes) {
        return new TensorFormat(dataType, sizes, Layout.channelsLast(sizes).strides());
    }

    private static boolean fits(Layout layout) {
        return layout.sameStrides(Layout.channelsLast(layout.sizes()));
    }

    /** The address of activations in that format: the given one, or that of a copy in a scratch area. */
    long in(long address, Layout layout, long[] sizes, int area) {
        if (fits(layout)) {
            return address;
        }
        long copy = scratch(layout, area);
        Reorder.run(workspace, threads, strided(layout, sizes), address, format(sizes), copy);
        return copy;
    }

    /** Where to write a result in that format; {@link #out} must follow. */
    long target(long address, Layout layout, int area) {
        return fits(layout) ? address : scratch(layout, area);
    }

    /** Brings a result to its place. */
    void out(long written, long address, Layout layout, long[] sizes) {
        if (written != address) {
            Reorder.run(workspace, threads, format(sizes), written, strided(layout, sizes), address);
        }
    }

    private long scratch(Layout layout, int area) {
        return workspace.area(area, layout.numel() * (dataType == Dnnl.F32 ? 4 : 2));
    }

    private TensorFormat strided(Layout layout, long[] sizes) {
        long[] s = layout.strides();
        long[] strides = s.length > 3 ? s : new long[] {s[0], s[1], s[2], s[2]};
        return new TensorFormat(dataType, sizes, strides);
    }
}
