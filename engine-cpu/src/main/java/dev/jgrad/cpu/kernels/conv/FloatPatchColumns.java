package dev.jgrad.cpu.kernels.conv;

import dev.jgrad.cpu.kernels.gemm.FloatProduct;
import dev.jgrad.cpu.kernels.lanes.Workspace;

/**
 * The same matrix the other way round, for the gradient of the weight: a row per tap and channel, an element per result
 * of all images. The batch counts groups.
 */
public final class FloatPatchColumns implements FloatProduct.Operand {
    private final FloatImage image;
    private final Taps taps;
    private final int channels;

    /** Columns of patches of {@code channels} channels per group. */
    public FloatPatchColumns(FloatImage image, Taps taps, int channels) {
        this.image = image;
        this.taps = taps;
        this.channels = channels;
    }

    @Override
    public void pack(long batch, int first, int count, int k, int kCount, int group, float[] panel) {
        int[] positions = Workspace.current().ints(0, kCount);
        int base = image.offset + (int) batch * channels * image.channelStride;
        int known = -1;
        int padded = (count + group - 1) / group * group;
        for (int i = 0; i < padded; i++) {
            int to = i / group * group * kCount + i % group;
            if (i >= count) {
                for (int p = 0; p < kCount; p++) {
                    panel[to + p * group] = 0;
                }
                continue;
            }
            int tap = (first + i) / channels;
            if (tap != known) {
                positions(tap, k, kCount, base, positions);
                known = tap;
            }
            take(positions, (first + i) % channels * image.channelStride, kCount, panel, to, group);
        }
    }

    private void positions(int tap, int k, int kCount, int base, int[] positions) {
        int pixels = taps.pixels();
        int[] some = Workspace.current().ints(1, Math.min(pixels, kCount));
        for (int p = 0; p < kCount; ) {
            int picture = (k + p) / pixels;
            int pixel = (k + p) % pixels;
            int run = Math.min(pixels - pixel, kCount - p);
            taps.positions(tap, pixel, run, base + picture * image.imageStride, image.strides, some);
            System.arraycopy(some, 0, positions, p, run);
            p += run;
        }
    }

    private void take(int[] positions, int shift, int n, float[] panel, int to, int step) {
        float[] data = image.data;
        for (int p = 0; p < n; p++) {
            int position = positions[p];
            panel[to + p * step] = position < 0 ? 0 : data[position + shift];
        }
    }
}
