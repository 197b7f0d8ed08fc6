package dev.jgrad.cpu.kernels.pool;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.DoubleRows;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import java.util.Arrays;

/** The twin of {@link FloatPoolPlanes} for float64. */
final class DoublePoolPlanes implements PoolPlanes {
    private static final DoubleRows ROWS = DoubleRows.PREFERRED;
    private final Workspace workspace = Workspace.current();

    @Override
    public void maxBackward(
            DType dtype,
            CpuBuffer gradInput,
            Volume in,
            CpuBuffer gradOutput,
            Volume out,
            CpuBuffer indices,
            Volume index,
            int image,
            int channel,
            int channels) {
        double[] plane = workspace.doubles(0, in.plane() * channels);
        Arrays.fill(plane, 0, in.plane() * channels, 0);
        double[] g = workspace.doubles(1, out.width * channels);
        int[] at = workspace.ints(0, out.width * channels);
        for (int d = 0; d < out.depth; d++) {
            for (int h = 0; h < out.height; h++) {
                load(dtype, gradOutput, out, image, channel, channels, d, h, g);
                loadIndices(indices, index, image, channel, channels, d, h, at);
                scatter(g, at, plane, in.plane(), out.width, channels);
            }
        }
        store(dtype, gradInput, in, image, channel, channels, plane);
    }

    /** The position of a window that dilation leads around all of the input is behind its end. */
    private static void scatter(double[] g, int[] at, double[] plane, int positions, int width, int channels) {
        for (int x = 0, i = 0; x < width; x++) {
            for (int c = 0; c < channels; c++, i++) {
                if (at[i] < positions) {
                    plane[at[i] * channels + c] += g[i];
                }
            }
        }
    }

    @Override
    public void averageBackward(
            Pooling p, DType dtype, CpuBuffer gradInput, CpuBuffer gradOutput, int image, int channel, int channels) {
        Volume in = p.in;
        int rowLength = in.width * channels;
        double[] plane = workspace.doubles(0, in.plane() * channels);
        Arrays.fill(plane, 0, in.plane() * channels, 0);
        double[] g = workspace.doubles(1, p.out.width * channels);
        if (p.out.plane() == 1 && p.depth.taps[0] * p.height.taps[0] * p.width.taps[0] == in.plane()) {
            load(dtype, gradOutput, p.out, image, channel, channels, 0, 0, g);
            int size = p.depth.divisor[0] * p.height.divisor[0] * p.width.divisor[0];
            ROWS.scale(g, 0, 1.0 / (p.divisorOverride != 0 ? p.divisorOverride : size), channels);
            repeat(g, channels, plane, in.plane());
            store(dtype, gradInput, in, image, channel, channels, plane);
            return;
        }
        double[] row = workspace.doubles(2, rowLength);
        Windows w = p.width;
        for (int d = 0; d < p.out.depth; d++) {
            for (int h = 0; h < p.out.height; h++) {
                load(dtype, gradOutput, p.out, image, channel, channels, d, h, g);
                // One row of the input gets the gradients of all windows; all rows of the windows get the same.
                Arrays.fill(row, 0, rowLength, 0);
                for (int o = 0; o < p.out.width; o++) {
                    long size = (long) p.depth.divisor[d] * p.height.divisor[h] * w.divisor[o];
                    long divisor = p.divisorOverride != 0 ? p.divisorOverride : size;
                    int x = w.first[o];
                    for (int t = 0; t < w.taps[o]; t++, x += w.step) {
                        ROWS.addScaled(g, o * channels, 1.0 / divisor, row, x * channels, channels);
                    }
                }
                for (int td = 0; td < p.depth.taps[d]; td++) {
                    for (int th = 0; th < p.height.taps[h]; th++) {
                        int id = p.depth.first[d] + td * p.depth.step;
                        int ih = p.height.first[h] + th * p.height.step;
                        ROWS.add(row, 0, plane, (id * in.height + ih) * rowLength, rowLength);
                    }
                }
            }
        }
        store(dtype, gradInput, in, image, channel, channels, plane);
    }

    private static void repeat(double[] one, int n, double[] many, int times) {
        System.arraycopy(one, 0, many, 0, n);
        int total = n * times;
        for (int done = n; done < total; done *= 2) {
            System.arraycopy(many, 0, many, done, Math.min(done, total - done));
        }
    }

    private static void load(
            DType dtype, CpuBuffer source, Volume v, int image, int channel, int channels, int d, int h, double[] row) {
        long at = v.row(image, channel, d, h);
        if (channels == 1) {
            Blocks.load(dtype, source, at, v.widthStride, row, 0, v.width);
        } else if (v.denseRows() && channels == v.channels) {
            Blocks.load(dtype, source, at, 1, row, 0, v.width * channels);
        } else {
            for (int x = 0; x < v.width; x++) {
                Blocks.load(dtype, source, at + x * v.widthStride, v.channelStride, row, x * channels, channels);
            }
        }
    }

    private static void loadIndices(
            CpuBuffer source, Volume v, int image, int channel, int channels, int d, int h, int[] row) {
        long at = v.row(image, channel, d, h);
        DType dtype = DType.INT64;
        if (channels == 1) {
            Blocks.load(dtype, source, at, v.widthStride, row, 0, v.width);
        } else if (v.denseRows() && channels == v.channels) {
            Blocks.load(dtype, source, at, 1, row, 0, v.width * channels);
        } else {
            for (int x = 0; x < v.width; x++) {
                Blocks.load(dtype, source, at + x * v.widthStride, v.channelStride, row, x * channels, channels);
            }
        }
    }

    private static void store(
            DType dtype, CpuBuffer target, Volume v, int image, int channel, int channels, double[] plane) {
        int rowLength = v.width * channels;
        boolean whole = v.denseRows() && channels == v.channels;
        if (v.evenPlane() && (whole || channels == 1)) {
            long stride = channels == 1 ? v.widthStride : 1;
            Blocks.store(dtype, target, v.row(image, channel, 0, 0), stride, plane, 0, v.plane() * channels);
            return;
        }
        for (int d = 0; d < v.depth; d++) {
            for (int h = 0; h < v.height; h++) {
                int from = (d * v.height + h) * rowLength;
                long at = v.row(image, channel, d, h);
                if (channels == 1) {
                    Blocks.store(dtype, target, at, v.widthStride, plane, from, v.width);
                } else if (v.denseRows() && channels == v.channels) {
                    Blocks.store(dtype, target, at, 1, plane, from, rowLength);
                } else {
                    for (int x = 0; x < v.width; x++) {
                        long pixel = at + x * v.widthStride;
                        Blocks.store(dtype, target, pixel, v.channelStride, plane, from + x * channels, channels);
                    }
                }
            }
        }
    }
}
