package dev.jgrad.cpu.kernels.conv;

import dev.jgrad.cpu.kernels.gemm.FloatProduct;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import java.util.Arrays;

/**
 * The matrix of patches of an image as an operand: a row per result, an element per tap and channel (tap by tap). The
 * batch counts groups within images.
 */
public final class FloatPatches implements FloatProduct.Operand {
    private final FloatImage image;
    private final Taps taps;
    private final int channels;
    private final int groups;

    /** Patches of {@code channels} channels of each of some groups. */
    public FloatPatches(FloatImage image, Taps taps, int channels, int groups) {
        this.image = image;
        this.taps = taps;
        this.channels = channels;
        this.groups = groups;
    }

    @Override
    public void pack(long batch, int first, int count, int k, int kCount, int group, float[] panel) {
        int base = image.offset
                + (int) (batch / groups) * image.imageStride
                + (int) (batch % groups) * channels * image.channelStride;
        int[] positions = Workspace.current().ints(0, count + group);
        for (int p = 0; p < kCount; ) {
            int tap = (k + p) / channels;
            int channel = (k + p) % channels;
            int run = Math.min(channels - channel, kCount - p);
            taps.positions(tap, first, count, base, image.strides, positions);
            Arrays.fill(positions, count, count + group, -1);
            for (int i = 0; i < count; i += group) {
                channels(positions, i, group, channel, run, panel, i * kCount + p * group);
            }
            p += run;
        }
    }

    private void channels(int[] positions, int from, int group, int channel, int run, float[] panel, int at) {
        float[] data = image.data;
        int stride = image.channelStride;
        for (int c = 0; c < run; c++) {
            int shift = (channel + c) * stride;
            int to = at + c * group;
            for (int r = 0; r < group; r++) {
                int position = positions[from + r];
                panel[to + r] = position < 0 ? 0 : data[position + shift];
            }
        }
    }
}
