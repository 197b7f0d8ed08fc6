package dev.jgrad.cpu.kernels.conv;

import dev.jgrad.cpu.kernels.gemm.DoubleProduct;

/** The twin of {@link FloatFilters} for float64. */
public final class DoubleFilters implements DoubleProduct.Operand {
    private final DoubleImage weight;
    private final Taps taps;
    private final int groups;
    private final int channels;
    private final int groupStride;
    private final int rowStride;
    private final int channelStride;

    private DoubleFilters(
            DoubleImage weight,
            Taps taps,
            int groups,
            int channels,
            int groupStride,
            int rowStride,
            int channelStride) {
        this.weight = weight;
        this.taps = taps;
        this.groups = groups;
        this.channels = channels;
        this.groupStride = groupStride;
        this.rowStride = rowStride;
        this.channelStride = channelStride;
    }

    /** Rows are output channels, elements input channels. */
    public static DoubleFilters forward(DoubleImage weight, Taps taps, int groups, int outputs, int inputs) {
        return new DoubleFilters(
                weight, taps, groups, inputs, outputs * weight.imageStride, weight.imageStride, weight.channelStride);
    }

    /** Rows are input channels, elements output channels. */
    public static DoubleFilters gradient(DoubleImage weight, Taps taps, int groups, int outputs, int inputs) {
        return new DoubleFilters(
                weight, taps, groups, outputs, outputs * weight.imageStride, weight.channelStride, weight.imageStride);
    }

    @Override
    public void pack(long batch, int first, int count, int k, int kCount, int group, double[] panel) {
        int base = weight.offset + (int) (batch % groups) * groupStride;
        int padded = (count + group - 1) / group * group;
        for (int p = 0; p < kCount; p++) {
            int tap = (k + p) / channels;
            int channel = (k + p) % channels;
            int from = base + tapOffset(tap) + channel * channelStride + first * rowStride;
            for (int i = 0; i < padded; i += group) {
                int to = i * kCount + p * group;
                int n = Math.min(group, count - i);
                for (int r = 0; r < n; r++) {
                    panel[to + r] = weight.data[from + (i + r) * rowStride];
                }
                for (int r = n; r < group; r++) {
                    panel[to + r] = 0;
                }
            }
        }
    }

    private int tapOffset(int tap) {
        int[] size = taps.kernel;
        int[] stride = weight.strides;
        return tap % size[2] * stride[2] + tap / size[2] % size[1] * stride[1] + tap / size[2] / size[1] * stride[0];
    }
}
