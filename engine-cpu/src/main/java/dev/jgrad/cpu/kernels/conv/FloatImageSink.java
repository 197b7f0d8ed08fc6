package dev.jgrad.cpu.kernels.conv;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.gemm.FloatProduct;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/** Stores results of a convolution in a tensor [N, C, *]; the batch counts groups within images. */
public final class FloatImageSink implements FloatProduct.Sink {
    private final DType dtype;
    private final CpuBuffer out;
    private final long offset;
    private final long imageStride;
    private final long channelStride;
    private final int[] sizes = {1, 1, 1};
    private final long[] strides = new long[3];
    private final int groups;
    private final int channels;
    private final float[] bias;
    private final boolean pixelRows;

    /**
     * A sink.
     *
     * @param channels per group
     * @param bias one value per channel of all groups, empty for none
     * @param pixelRows whether blocks have a row per pixel, or one per channel
     */
    public FloatImageSink(
            DType dtype, CpuBuffer out, Layout layout, int groups, int channels, float[] bias, boolean pixelRows) {
        this.dtype = dtype;
        this.out = out;
        this.groups = groups;
        this.channels = channels;
        this.bias = bias;
        this.pixelRows = pixelRows;
        offset = layout.offset();
        imageStride = layout.stride(0);
        channelStride = layout.stride(1);
        int spatial = layout.rank() - 2;
        for (int d = 0; d < spatial; d++) {
            sizes[3 - spatial + d] = (int) layout.size(d + 2);
            strides[3 - spatial + d] = layout.stride(d + 2);
        }
    }

    /** True when the channels of a pixel are neighbours in a layout, and enough to fill the columns of a product. */
    public static boolean prefersPixelRows(Layout layout, int channels) {
        return layout.stride(1) == 1 && channels > 8;
    }

    @Override
    public void store(long batch, int row, int rows, int column, int columns, float[] block, int ld) {
        int firstChannel = (int) (batch % groups) * channels;
        long base = offset + batch / groups * imageStride;
        if (pixelRows) {
            for (int i = 0; i < rows; i++) {
                int channel = firstChannel + column;
                addBias(block, i * ld, columns, channel);
                long at = base + pixel(row + i) + channel * channelStride;
                Blocks.store(dtype, out, at, channelStride, block, i * ld, columns);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            int channel = firstChannel + row + i;
            if (bias.length > 0) {
                add(block, i * ld, columns, bias[channel]);
            }
            storePlane(base + channel * channelStride, column, columns, block, i * ld);
        }
    }

    private void storePlane(long base, int first, int n, float[] block, int from) {
        boolean rowsFollow = sizes[1] == 1 || strides[1] == strides[2] * sizes[2];
        boolean planesFollow = sizes[0] == 1 || strides[0] == strides[2] * sizes[2] * sizes[1];
        if (rowsFollow && planesFollow) {
            Blocks.store(dtype, out, base + first * strides[2], strides[2], block, from, n);
            return;
        }
        for (int i = 0; i < n; ) {
            int run = Math.min(n - i, sizes[2] - (first + i) % sizes[2]);
            Blocks.store(dtype, out, base + pixel(first + i), strides[2], block, from + i, run);
            i += run;
        }
    }

    private long pixel(int i) {
        return i % sizes[2] * strides[2] + i / sizes[2] % sizes[1] * strides[1] + i / sizes[2] / sizes[1] * strides[0];
    }

    private void addBias(float[] block, int at, int n, int channel) {
        if (bias.length > 0) {
            for (int i = 0; i < n; i++) {
                block[at + i] += bias[channel + i];
            }
        }
    }

    private static void add(float[] block, int at, int n, float value) {
        for (int i = 0; i < n; i++) {
            block[at + i] += value;
        }
    }

    /** The values of a bias. */
    public static float[] bias(DType dtype, CpuBuffer buffer, int n) {
        float[] values = new float[n];
        Blocks.load(dtype, buffer, 0, 1, values, 0, n);
        return values;
    }
}
