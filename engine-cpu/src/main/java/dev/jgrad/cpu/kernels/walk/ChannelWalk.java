package dev.jgrad.cpu.kernels.walk;

import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import java.util.Arrays;

/**
 * The elements of tensors [N, C, *] of the same sizes as pixels times channels. Dimensions other than the channel are
 * merged where all operands allow it. The first operand decides whether channels are innermost in memory.
 */
public final class ChannelWalk {
    /** The number of channels. */
    public final int channels;
    /** The number of elements of a channel. */
    public final long pixels;
    /** True when the channels of a pixel are neighbours, false when the pixels of a channel are. */
    public final boolean channelsInner;

    private final long[] sizes;
    private final long[][] strides;
    private final long[] channelStrides;
    private final long[] offsets;

    /** A walk over these operands. */
    public ChannelWalk(Layout... layouts) {
        Layout first = layouts[0];
        int operands = layouts.length;
        channels = (int) first.size(1);
        channelStrides = new long[operands];
        offsets = new long[operands];
        long[] size = new long[first.rank()];
        long[][] stride = new long[operands][first.rank()];
        int rank = 0;
        for (int d = 0; d < first.rank(); d++) {
            if (d == 1 || first.size(d) == 1) {
                continue;
            }
            if (rank > 0 && continues(layouts, stride, rank - 1, d)) {
                size[rank - 1] *= first.size(d);
            } else {
                size[rank++] = first.size(d);
            }
            for (int o = 0; o < operands; o++) {
                stride[o][rank - 1] = layouts[o].stride(d);
            }
        }
        sizes = Arrays.copyOf(size, rank);
        strides = new long[operands][];
        for (int o = 0; o < operands; o++) {
            strides[o] = Arrays.copyOf(stride[o], rank);
            channelStrides[o] = layouts[o].stride(1);
            offsets[o] = layouts[o].offset();
        }
        pixels = Dims.numel(sizes);
        channelsInner = rank == 0 || (channelStrides[0] == 1 && strides[0][rank - 1] != 1 && channels > 1);
    }

    private static boolean continues(Layout[] layouts, long[][] stride, int last, int d) {
        for (int o = 0; o < layouts.length; o++) {
            if (stride[o][last] != layouts[o].size(d) * layouts[o].stride(d)) {
                return false;
            }
        }
        return true;
    }

    /** Where a pixel of channel 0 is. */
    public long position(int operand, long pixel) {
        long p = offsets[operand];
        for (int d = sizes.length - 1; d >= 0; d--) {
            long q = pixel / sizes[d];
            p += (pixel - q * sizes[d]) * strides[operand][d];
            pixel = q;
        }
        return p;
    }

    /** How many pixels from this one on are at equal distances. */
    public long run(long pixel) {
        if (sizes.length == 0) {
            return 1;
        }
        long n = sizes[sizes.length - 1];
        return n - pixel % n;
    }

    /** Distance of neighbouring pixels within a run. */
    public long pixelStride(int operand) {
        return sizes.length == 0 ? 0 : strides[operand][sizes.length - 1];
    }

    /** Distance of the channels. */
    public long channelStride(int operand) {
        return channelStrides[operand];
    }

    /** True when all channels of the pixels of a run lie behind each other without gaps. */
    public boolean dense(int operand) {
        return channelStrides[operand] == 1 && pixelStride(operand) == channels;
    }
}
