package dev.jgrad.cpu.kernels.pool;

import dev.jgrad.data.Layout;

/** A tensor [N, C, *] with 1 to 3 spatial dimensions seen as [N, C, D, H, W]. */
final class Volume {
    final int n;
    final int channels;
    final int depth;
    final int height;
    final int width;
    final long channelStride;
    final long widthStride;
    private final long offset;
    private final long nStride;
    private final long depthStride;
    private final long heightStride;

    Volume(Layout layout) {
        int rank = layout.rank();
        n = (int) layout.size(0);
        channels = (int) layout.size(1);
        width = (int) layout.size(rank - 1);
        height = rank > 3 ? (int) layout.size(rank - 2) : 1;
        depth = rank > 4 ? (int) layout.size(2) : 1;
        offset = layout.offset();
        nStride = layout.stride(0);
        channelStride = layout.stride(1);
        widthStride = layout.stride(rank - 1);
        heightStride = rank > 3 ? layout.stride(rank - 2) : 0;
        depthStride = rank > 4 ? layout.stride(2) : 0;
    }

    int plane() {
        return depth * height * width;
    }

    /** True when the channels of a pixel are to be handled at once. */
    boolean channelsInner() {
        return channelStride == 1 && channels > 1 && (widthStride != 1 || width == 1);
    }

    /** Where the first pixel of a row is. */
    long row(int image, int channel, int d, int h) {
        return offset + image * nStride + channel * channelStride + d * depthStride + h * heightStride;
    }

    /** True when the pixels of a row lie behind each other, with all their channels. */
    boolean denseRows() {
        return channelStride == 1 && (widthStride == channels || width == 1);
    }

    /** True when all pixels of a plane are at equal distances. */
    boolean evenPlane() {
        boolean rows = height == 1 || heightStride == width * widthStride;
        return rows && (depth == 1 || depthStride == height * width * widthStride);
    }
}
