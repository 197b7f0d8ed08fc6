package dev.jgrad.cpu.kernels.norm;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.DoubleLanes;
import dev.jgrad.cpu.kernels.lanes.DoubleRows;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.kernels.walk.ChannelWalk;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import java.util.Arrays;

/** The twin of {@link FloatChannelNorm} for float64. */
public final class DoubleChannelNorm {
    private static final DoubleRows ROWS = DoubleRows.PREFERRED;
    private static final DoubleLanes LANES = DoubleLanes.PREFERRED;
    /** Elements of a block. */
    private static final int BLOCK = 4096;
    /** Sums per channel are made in so many slices at most, whatever the number of threads. */
    private static final long SLICES = 32;

    private final ChannelWalk walk;
    private final DType dtype;

    /** Passes over the operands of a walk. */
    public DoubleChannelNorm(ChannelWalk walk, DType dtype) {
        this.walk = walk;
        this.dtype = dtype;
    }

    /** {@code out = (in - centre) * scale + shift}; in is the walk's operand 0 and out its operand 1. */
    public void normalise(CpuBuffer out, CpuBuffer in, double[] centre, double[] scale, double[] shift) {
        int c = walk.channels;
        blocks((channel, pixel, n) -> {
            double[] x = Workspace.current().doubles(0, n * Math.max(1, walk.channelsInner ? c : 1));
            load(in, 0, channel, pixel, n, x);
            if (walk.channelsInner) {
                for (int r = 0; r < n; r++) {
                    ROWS.normalise(x, r * c, centre, scale, shift, c);
                }
            } else {
                normalisePlane(x, n, centre[channel], scale[channel], shift[channel]);
            }
            store(out, 1, channel, pixel, n, x);
        });
    }

    private static void normalisePlane(double[] x, int n, double centre, double scale, double shift) {
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - centre) * scale + shift;
        }
    }

    /** {@code out = a * g + b * (x - centre) + c}: x is operand 0, g operand 1, out operand 2. */
    public void combine(CpuBuffer out, CpuBuffer g, CpuBuffer x, double[] a, double[] b, double[] c, double[] centre) {
        int channels = walk.channels;
        blocks((channel, pixel, n) -> {
            Workspace workspace = Workspace.current();
            int elements = n * (walk.channelsInner ? channels : 1);
            double[] xs = workspace.doubles(0, elements);
            double[] gs = workspace.doubles(1, elements);
            load(x, 0, channel, pixel, n, xs);
            load(g, 1, channel, pixel, n, gs);
            if (walk.channelsInner) {
                for (int r = 0; r < n; r++) {
                    ROWS.combine(gs, xs, r * channels, a, b, c, centre, channels);
                }
            } else {
                combinePlane(gs, xs, n, a[channel], b[channel], c[channel], centre[channel]);
            }
            store(out, 2, channel, pixel, n, gs);
        });
    }

    private static void combinePlane(double[] g, double[] x, int n, double a, double b, double c, double centre) {
        for (int i = 0; i < n; i++) {
            g[i] = a * g[i] + (b * (x[i] - centre) + c);
        }
    }

    /** Sums of g and of {@code g * (x - centre)} per channel: x is operand 0, g operand 1. */
    public void sums(CpuBuffer g, CpuBuffer x, double[] centre, double[] sum, double[] product) {
        if (walk.channelsInner) {
            sumRows(g, x, centre, sum, product);
            return;
        }
        long grain = Math.max(1, 16384 / Math.max(1, walk.pixels));
        Parallel.forRange(walk.channels, grain, (from, to) -> {
            Workspace workspace = Workspace.current();
            double[] xs = workspace.doubles(0, BLOCK);
            double[] gs = workspace.doubles(1, BLOCK);
            for (int channel = (int) from; channel < to; channel++) {
                for (long pixel = 0; pixel < walk.pixels; ) {
                    int n = (int) Math.min(BLOCK, walk.pixels - pixel);
                    load(x, 0, channel, pixel, n, xs);
                    load(g, 1, channel, pixel, n, gs);
                    for (int i = 0; i < n; i++) {
                        xs[i] -= centre[channel];
                    }
                    sum[channel] += LANES.sum(gs, 0, n);
                    product[channel] += LANES.dot(gs, 0, xs, 0, n);
                    pixel += n;
                }
            }
        });
    }

    private void sumRows(CpuBuffer g, CpuBuffer x, double[] centre, double[] sum, double[] product) {
        int c = walk.channels;
        int rows = Math.max(1, BLOCK / c);
        long length = Math.max(rows, (walk.pixels + SLICES - 1) / SLICES);
        int slices = (int) ((walk.pixels + length - 1) / length);
        double[][] parts = new double[slices][2 * c];
        Parallel.forRange(slices, 1, (from, to) -> {
            Workspace workspace = Workspace.current();
            double[] xs = workspace.doubles(0, rows * c);
            double[] gs = workspace.doubles(1, rows * c);
            double[] sums = workspace.doubles(2, 2 * c);
            for (int slice = (int) from; slice < to; slice++) {
                long end = Math.min((slice + 1) * length, walk.pixels);
                for (long pixel = slice * length; pixel < end; ) {
                    int n = (int) Math.min(Math.min(rows, 64), end - pixel);
                    load(x, 0, 0, pixel, n, xs);
                    load(g, 1, 0, pixel, n, gs);
                    Arrays.fill(sums, 0, 2 * c, 0);
                    for (int r = 0; r < n; r++) {
                        ROWS.add(gs, r * c, sums, 0, c);
                        ROWS.addCentred(gs, r * c, xs, r * c, centre, sums, c, c);
                    }
                    double[] part = parts[slice];
                    for (int i = 0; i < 2 * c; i++) {
                        part[i] += sums[i];
                    }
                    pixel += n;
                }
            }
        });
        for (double[] part : parts) {
            for (int i = 0; i < c; i++) {
                sum[i] += part[i];
                product[i] += part[c + i];
            }
        }
    }

    private interface Block {
        /** Pixels of one channel, or of all of them when channels are innermost. */
        void run(int channel, long pixel, int n);
    }

    private void blocks(Block block) {
        boolean inner = walk.channelsInner;
        int rows = inner ? Math.max(1, BLOCK / Math.max(1, walk.channels)) : BLOCK;
        long perChannel = (walk.pixels + rows - 1) / rows;
        long units = inner ? perChannel : perChannel * walk.channels;
        long work = Math.min(walk.pixels, rows) * (inner ? walk.channels : 1);
        Parallel.forRange(units, Math.max(1, 16384 / Math.max(1, work)), (from, to) -> {
            for (long u = from; u < to; u++) {
                long pixel = u % perChannel * rows;
                block.run((int) (u / perChannel), pixel, (int) Math.min(rows, walk.pixels - pixel));
            }
        });
    }

    private void load(CpuBuffer buffer, int operand, int channel, long pixel, int n, double[] dst) {
        int c = walk.channels;
        for (int done = 0; done < n; ) {
            int run = (int) Math.min(n - done, walk.run(pixel + done));
            long at = walk.position(operand, pixel + done);
            if (!walk.channelsInner) {
                at += channel * walk.channelStride(operand);
                Blocks.load(dtype, buffer, at, walk.pixelStride(operand), dst, done, run);
            } else if (walk.dense(operand)) {
                Blocks.load(dtype, buffer, at, 1, dst, done * c, run * c);
            } else {
                for (int r = 0; r < run; r++) {
                    long pixelAt = at + r * walk.pixelStride(operand);
                    Blocks.load(dtype, buffer, pixelAt, walk.channelStride(operand), dst, (done + r) * c, c);
                }
            }
            done += run;
        }
    }

    private void store(CpuBuffer buffer, int operand, int channel, long pixel, int n, double[] src) {
        int c = walk.channels;
        for (int done = 0; done < n; ) {
            int run = (int) Math.min(n - done, walk.run(pixel + done));
            long at = walk.position(operand, pixel + done);
            if (!walk.channelsInner) {
                at += channel * walk.channelStride(operand);
                Blocks.store(dtype, buffer, at, walk.pixelStride(operand), src, done, run);
            } else if (walk.dense(operand)) {
                Blocks.store(dtype, buffer, at, 1, src, done * c, run * c);
            } else {
                for (int r = 0; r < run; r++) {
                    long pixelAt = at + r * walk.pixelStride(operand);
                    Blocks.store(dtype, buffer, pixelAt, walk.channelStride(operand), src, (done + r) * c, c);
                }
            }
            done += run;
        }
    }
}
