package dev.jgrad.cpu.kernels.conv;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/** The twin of {@link FloatImage} for float64. */
public final class DoubleImage {
    private static final int CHUNK = 8192;

    final double[] data;
    final int offset;
    final int imageStride;
    final int channelStride;
    final int[] strides = new int[3];

    /** The image that a buffer holds. */
    public DoubleImage(DType dtype, CpuBuffer buffer, Layout layout) {
        int first = (int) layout.offset();
        if (dtype == DType.FLOAT64 && buffer.array(dtype) instanceof double[] array) {
            data = array;
            offset = first;
        } else {
            int n = (int) Math.max(0, layout.extent() - layout.offset());
            double[] copy = new double[n];
            Parallel.forRange((n + CHUNK - 1) / CHUNK, 2, (from, to) -> {
                for (long c = from; c < to; c++) {
                    int at = (int) c * CHUNK;
                    Blocks.load(dtype, buffer, first + at, 1, copy, at, Math.min(CHUNK, n - at));
                }
            });
            data = copy;
            offset = 0;
        }
        imageStride = (int) layout.stride(0);
        channelStride = (int) layout.stride(1);
        int spatial = layout.rank() - 2;
        for (int d = 0; d < spatial; d++) {
            strides[3 - spatial + d] = (int) layout.stride(d + 2);
        }
    }
}
