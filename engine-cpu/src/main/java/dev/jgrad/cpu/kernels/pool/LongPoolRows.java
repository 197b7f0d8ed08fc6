package dev.jgrad.cpu.kernels.pool;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The twin of {@link FloatPoolRows} for integers: maxima only. */
final class LongPoolRows implements PoolRows {
    private final Pooling p;
    private final Workspace workspace = Workspace.current();

    LongPoolRows(Pooling pooling) {
        p = pooling;
    }

    @Override
    public void maxRow(
            DType dtype,
            CpuBuffer target,
            @Nullable CpuBuffer indices,
            CpuBuffer source,
            int image,
            int channel,
            int channels,
            int d,
            int h) {
        int n = p.out.width * channels;
        long[] row = workspace.longs(0, p.in.width * channels);
        long[] best = workspace.longs(1, Math.max(n, p.in.width));
        int[] tap = workspace.ints(0, Math.max(n, p.in.width));
        if (channels == 1) {
            maxOfPlane(dtype, source, image, channel, d, h, row, best, tap);
        } else {
            maxOfPixels(dtype, source, image, channels, d, h, row, best, tap);
        }
        store(dtype, target, image, channel, channels, d, h, best);
        if (indices != null) {
            storeIndices(indices, image, channel, channels, d, h, tap);
        }
    }

    private void maxOfPixels(
            DType dtype, CpuBuffer source, int image, int c, int d, int h, long[] row, long[] best, int[] tap) {
        Windows w = p.width;
        int planeRow = p.depth.first[d] * p.in.height + p.height.first[h];
        for (int o = 0; o < p.out.width; o++) {
            Arrays.fill(tap, o * c, (o + 1) * c, planeRow * p.in.width + w.first[o]);
        }
        Arrays.fill(best, 0, p.out.width * c, Long.MIN_VALUE);
        for (int td = 0; td < p.depth.taps[d]; td++) {
            for (int th = 0; th < p.height.taps[h]; th++) {
                int id = p.depth.first[d] + td * p.depth.step;
                int ih = p.height.first[h] + th * p.height.step;
                load(dtype, source, image, 0, c, id, ih, row);
                int first = (id * p.in.height + ih) * p.in.width;
                for (int o = 0; o < p.out.width; o++) {
                    int x = w.first[o];
                    for (int t = 0; t < w.taps[o]; t++, x += w.step) {
                        keepGreater(row, x * c, best, o * c, tap, o * c, c, first + x);
                    }
                }
            }
        }
    }

    private void maxOfPlane(
            DType dtype, CpuBuffer source, int image, int channel, int d, int h, long[] row, long[] best, int[] tap) {
        int width = p.in.width;
        Arrays.fill(best, 0, width, Long.MIN_VALUE);
        Arrays.fill(tap, 0, width, (p.depth.first[d] * p.in.height + p.height.first[h]) * width);
        for (int td = 0; td < p.depth.taps[d]; td++) {
            for (int th = 0; th < p.height.taps[h]; th++) {
                int id = p.depth.first[d] + td * p.depth.step;
                int ih = p.height.first[h] + th * p.height.step;
                load(dtype, source, image, channel, 1, id, ih, row);
                keepGreater(row, 0, best, 0, tap, 0, width, (id * p.in.height + ih) * width);
            }
        }
        Windows w = p.width;
        int outputs = p.out.width;
        long[] chosen = workspace.longs(2, outputs);
        int[] where = workspace.ints(1, outputs);
        for (int o = 0; o < outputs; o++) {
            int x = w.first[o];
            if (w.taps[o] == 0) {
                chosen[o] = Long.MIN_VALUE;
                where[o] = (p.depth.first[d] * p.in.height + p.height.first[h]) * width + x;
                continue;
            }
            long v = best[x];
            int at = tap[x] + x;
            for (int t = 1; t < w.taps[o]; t++) {
                x += w.step;
                long next = best[x];
                int nextAt = tap[x] + x;
                if (next > v || (next == v && nextAt < at)) {
                    v = next;
                    at = nextAt;
                }
            }
            chosen[o] = v;
            where[o] = at;
        }
        System.arraycopy(chosen, 0, best, 0, outputs);
        System.arraycopy(where, 0, tap, 0, outputs);
    }

    private static void keepGreater(long[] a, int at, long[] best, int to, int[] tap, int tapTo, int n, int number) {
        for (int i = 0; i < n; i++) {
            if (a[at + i] > best[to + i]) {
                best[to + i] = a[at + i];
                tap[tapTo + i] = number;
            }
        }
    }

    @Override
    public void averageRow(
            DType dtype, CpuBuffer target, CpuBuffer source, int image, int channel, int channels, int d, int h) {
        throw new DTypeException("avg_pool is not implemented for '" + dtype.scalarTypeName() + "'");
    }

    private void load(DType dtype, CpuBuffer source, int image, int channel, int channels, int d, int h, long[] row) {
        Volume in = p.in;
        long at = in.row(image, channel, d, h);
        if (channels == 1) {
            Blocks.load(dtype, source, at, in.widthStride, row, 0, in.width);
        } else if (in.denseRows()) {
            Blocks.load(dtype, source, at, 1, row, 0, in.width * channels);
        } else {
            for (int x = 0; x < in.width; x++) {
                Blocks.load(dtype, source, at + x * in.widthStride, in.channelStride, row, x * channels, channels);
            }
        }
    }

    private void store(DType dtype, CpuBuffer target, int image, int channel, int channels, int d, int h, long[] row) {
        Volume out = p.out;
        long at = out.row(image, channel, d, h);
        if (channels == 1) {
            Blocks.store(dtype, target, at, out.widthStride, row, 0, out.width);
        } else if (out.denseRows()) {
            Blocks.store(dtype, target, at, 1, row, 0, out.width * channels);
        } else {
            for (int x = 0; x < out.width; x++) {
                Blocks.store(dtype, target, at + x * out.widthStride, out.channelStride, row, x * channels, channels);
            }
        }
    }

    private void storeIndices(CpuBuffer target, int image, int channel, int channels, int d, int h, int[] tap) {
        Volume out = p.out;
        long at = out.row(image, channel, d, h);
        DType dtype = DType.INT64;
        if (channels == 1) {
            Blocks.store(dtype, target, at, out.widthStride, tap, 0, out.width);
        } else if (out.denseRows()) {
            Blocks.store(dtype, target, at, 1, tap, 0, out.width * channels);
        } else {
            for (int x = 0; x < out.width; x++) {
                Blocks.store(dtype, target, at + x * out.widthStride, out.channelStride, tap, x * channels, channels);
            }
        }
    }
}
