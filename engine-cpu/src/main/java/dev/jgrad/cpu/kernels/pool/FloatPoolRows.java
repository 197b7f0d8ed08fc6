package dev.jgrad.cpu.kernels.pool;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.FloatRows;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in float. Several channels: each tap is a run of channels that is folded onto those of an output pixel. One
 * channel: the rows of the window are folded onto each other first, then the columns.
 */
final class FloatPoolRows implements PoolRows {
    private static final FloatRows ROWS = FloatRows.PREFERRED;
    private static final FloatLanes LANES = FloatLanes.PREFERRED;

    private final Pooling p;
    private final Workspace workspace = Workspace.current();

    FloatPoolRows(Pooling pooling) {
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
        float[] row = workspace.floats(0, p.in.width * channels);
        float[] best = workspace.floats(1, Math.max(n, p.in.width));
        int[] tap = workspace.ints(0, Math.max(n, p.in.width));
        if (indices == null) {
            extremesOnly(dtype, source, image, channel, channels, d, h, row, best);
        } else if (channels == 1) {
            maxOfPlane(dtype, source, image, channel, d, h, row, best, tap);
        } else {
            maxOfPixels(dtype, source, image, channels, d, h, row, best, tap);
        }
        store(dtype, target, image, channel, channels, d, h, best);
        if (indices != null) {
            storeIndices(indices, image, channel, channels, d, h, tap);
        }
    }

    /** Without indices the rows of a window are folded first, then its columns. */
    private void extremesOnly(
            DType dtype, CpuBuffer source, int image, int channel, int c, int d, int h, float[] row, float[] best) {
        int length = p.in.width * c;
        float[] column = workspace.floats(2, length);
        Arrays.fill(column, 0, length, Float.NEGATIVE_INFINITY);
        for (int td = 0; td < p.depth.taps[d]; td++) {
            for (int th = 0; th < p.height.taps[h]; th++) {
                int id = p.depth.first[d] + td * p.depth.step;
                int ih = p.height.first[h] + th * p.height.step;
                load(dtype, source, image, channel, c, id, ih, row);
                ROWS.keepGreater(row, 0, column, 0, length);
            }
        }
        Windows w = p.width;
        for (int o = 0; o < p.out.width; o++) {
            int x = w.first[o];
            if (c == 1) {
                float m = Float.NEGATIVE_INFINITY;
                for (int t = 0; t < w.taps[o]; t++, x += w.step) {
                    m = Math.max(m, column[x]);
                }
                best[o] = m;
                continue;
            }
            if (w.taps[o] == 0) {
                Arrays.fill(best, o * c, (o + 1) * c, Float.NEGATIVE_INFINITY);
                continue;
            }
            System.arraycopy(column, x * c, best, o * c, c);
            for (int t = 1; t < w.taps[o]; t++) {
                x += w.step;
                ROWS.keepGreater(column, x * c, best, o * c, c);
            }
        }
    }

    private void maxOfPixels(
            DType dtype, CpuBuffer source, int image, int c, int d, int h, float[] row, float[] best, int[] tap) {
        Windows w = p.width;
        int planeRow = p.depth.first[d] * p.in.height + p.height.first[h];
        for (int o = 0; o < p.out.width; o++) {
            Arrays.fill(tap, o * c, (o + 1) * c, planeRow * p.in.width + w.first[o]);
        }
        Arrays.fill(best, 0, p.out.width * c, Float.NEGATIVE_INFINITY);
        for (int td = 0; td < p.depth.taps[d]; td++) {
            for (int th = 0; th < p.height.taps[h]; th++) {
                int id = p.depth.first[d] + td * p.depth.step;
                int ih = p.height.first[h] + th * p.height.step;
                load(dtype, source, image, 0, c, id, ih, row);
                int first = (id * p.in.height + ih) * p.in.width;
                for (int o = 0; o < p.out.width; o++) {
                    int x = w.first[o];
                    for (int t = 0; t < w.taps[o]; t++, x += w.step) {
                        LANES.keepGreater(row, x * c, best, o * c, tap, o * c, c, first + x);
                    }
                }
            }
        }
    }

    private void maxOfPlane(
            DType dtype, CpuBuffer source, int image, int channel, int d, int h, float[] row, float[] best, int[] tap) {
        int width = p.in.width;
        Arrays.fill(best, 0, width, Float.NEGATIVE_INFINITY);
        Arrays.fill(tap, 0, width, (p.depth.first[d] * p.in.height + p.height.first[h]) * width);
        for (int td = 0; td < p.depth.taps[d]; td++) {
            for (int th = 0; th < p.height.taps[h]; th++) {
                int id = p.depth.first[d] + td * p.depth.step;
                int ih = p.height.first[h] + th * p.height.step;
                load(dtype, source, image, channel, 1, id, ih, row);
                LANES.keepGreater(row, 0, best, 0, tap, 0, width, (id * p.in.height + ih) * width);
            }
        }
        Windows w = p.width;
        int outputs = p.out.width;
        float[] chosen = workspace.floats(2, outputs);
        int[] where = workspace.ints(1, outputs);
        for (int o = 0; o < outputs; o++) {
            int x = w.first[o];
            if (w.taps[o] == 0) {
                chosen[o] = Float.NEGATIVE_INFINITY;
                where[o] = (p.depth.first[d] * p.in.height + p.height.first[h]) * width + x;
                continue;
            }
            float v = best[x];
            int at = tap[x] + x;
            for (int t = 1; t < w.taps[o]; t++) {
                x += w.step;
                float next = best[x];
                int nextAt = tap[x] + x;
                if (next > v || (next != next && v == v) || (next == v && nextAt < at)) {
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

    @Override
    public void averageRow(
            DType dtype, CpuBuffer target, CpuBuffer source, int image, int channel, int channels, int d, int h) {
        int c = channels;
        Windows w = p.width;
        int n = p.out.width * c;
        float[] row = workspace.floats(0, p.in.width * c);
        float[] column = workspace.floats(2, p.in.width * c);
        float[] sum = workspace.floats(1, n);
        // The rows of a window are added first: it is cheaper than adding all taps where windows overlap.
        Arrays.fill(column, 0, p.in.width * c, 0);
        for (int td = 0; td < p.depth.taps[d]; td++) {
            for (int th = 0; th < p.height.taps[h]; th++) {
                int id = p.depth.first[d] + td * p.depth.step;
                int ih = p.height.first[h] + th * p.height.step;
                load(dtype, source, image, channel, c, id, ih, row);
                ROWS.add(row, 0, column, 0, p.in.width * c);
            }
        }
        Arrays.fill(sum, 0, n, 0);
        for (int o = 0; o < p.out.width; o++) {
            int x = w.first[o];
            for (int t = 0; t < w.taps[o]; t++, x += w.step) {
                ROWS.add(column, x * c, sum, o * c, c);
            }
            long divisor = (long) p.depth.divisor[d] * p.height.divisor[h] * w.divisor[o];
            ROWS.scale(sum, o * c, 1f / (p.divisorOverride != 0 ? p.divisorOverride : divisor), c);
        }
        store(dtype, target, image, channel, c, d, h, sum);
    }

    private void load(DType dtype, CpuBuffer source, int image, int channel, int channels, int d, int h, float[] row) {
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

    private void store(DType dtype, CpuBuffer target, int image, int channel, int channels, int d, int h, float[] row) {
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
