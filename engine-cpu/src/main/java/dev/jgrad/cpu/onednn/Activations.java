package dev.jgrad.cpu.onednn;

import dev.jgrad.data.Layout;

/**
 * Activations of one convolution, brought to one order of dimensions: channels last if any of them lies so, since no
 * fast kernel mixes the two.
 */
final class Activations {
    private final Workspace workspace;
    private final int threads;
    private final int dataType;
    private final boolean channelsLast;

    Activations(Workspace workspace, int threads, int dataType, Layout first, Layout second) {
        this.workspace = workspace;
        this.threads = threads;
        this.dataType = dataType;
        this.channelsLast = isChannelsLast(first) || isChannelsLast(second) || !first.isContiguous();
    }

    private static boolean isChannelsLast(Layout layout) {
        return !layout.isContiguous() && layout.sameStrides(Layout.channelsLast(layout.sizes()));
    }

    /** The common format for activations of these sizes. */
    TensorFormat format(long[] sizes) {
        Layout layout = channelsLast ? Layout.channelsLast(sizes) : Layout.contiguous(sizes);
        return new TensorFormat(dataType, sizes, layout.strides());
    }

    /** True when the layout is that of the common format already. */
    boolean fits(Layout layout) {
        return channelsLast ? layout.sameStrides(Layout.channelsLast(layout.sizes())) : layout.isContiguous();
    }

    /** The address of activations in the common format: the given one, or that of a copy in a scratch area. */
    long in(long address, Layout layout, long[] sizes, int area) {
        if (fits(layout)) {
            return address;
        }
        long copy = scratch(layout, area);
        Reorder.run(workspace, threads, strided(layout, sizes), address, format(sizes), copy);
        return copy;
    }

    /** Where to write a result in the common format; {@link #out} must follow. */
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
