package dev.jgrad.cpu.kernels.pool;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.PoolSpec;
import org.jspecify.annotations.Nullable;

/** One pooling: its windows and volumes, and the spreading of its rows over threads. */
public final class Pooling {
    private static final long GRAIN = 16384;
    /** Elements of a plane, with some channels, that are worked on at a time in a backward pass. */
    private static final long SCRATCH = 1 << 18;

    final Windows depth;
    final Windows height;
    final Windows width;
    /** What is pooled. */
    final Volume in;
    /** What comes out. */
    final Volume out;
    /** 0, or what averages divide by instead of the size of the window. */
    final long divisorOverride;

    /** A pooling between two layouts; without a spec it is adaptive. */
    public Pooling(@Nullable PoolSpec spec, Layout inLayout, Layout outLayout) {
        in = new Volume(inLayout);
        out = new Volume(outLayout);
        int spatial = inLayout.rank() - 2;
        divisorOverride = spec == null ? 0 : spec.divisorOverride();
        width = windows(spec, spatial - 1, in.width, out.width);
        height = spatial > 1 ? windows(spec, spatial - 2, in.height, out.height) : Windows.single();
        depth = spatial > 2 ? windows(spec, 0, in.depth, out.depth) : Windows.single();
    }

    private static Windows windows(@Nullable PoolSpec spec, int d, int in, int out) {
        return spec == null ? Windows.adaptive(in, out) : Windows.of(spec, d, in, out);
    }

    /** Greatest elements, and where in the plane they are if that is wanted. */
    public void max(DType dtype, CpuBuffer target, @Nullable CpuBuffer indices, CpuBuffer source) {
        rows((image, channel, channels, d, h) ->
                PoolRows.of(this, dtype).maxRow(dtype, target, indices, source, image, channel, channels, d, h));
    }

    /** Averages. */
    public void average(DType dtype, CpuBuffer target, CpuBuffer source) {
        rows((image, channel, channels, d, h) ->
                PoolRows.of(this, dtype).averageRow(dtype, target, source, image, channel, channels, d, h));
    }

    private interface Row {
        void run(int image, int channel, int channels, int d, int h);
    }

    /** Each row of the output: for all channels at once, or for each channel. */
    private void rows(Row row) {
        boolean inner = in.channelsInner();
        int groups = inner ? 1 : out.channels;
        int channels = inner ? out.channels : 1;
        if (out.n * out.channels == 0 || out.plane() == 0) {
            return;
        }
        long rows = (long) out.n * groups * out.depth * out.height;
        long window = (long) depth.taps[0] * height.taps[0] * width.taps[0];
        long work = (long) out.width * channels * Math.max(1, window);
        Parallel.forRange(rows, Math.max(1, GRAIN / work), (from, to) -> {
            for (long u = from; u < to; u++) {
                int h = (int) (u % out.height);
                long v = u / out.height;
                int d = (int) (v % out.depth);
                long w = v / out.depth;
                row.run((int) (w / groups), (int) (w % groups), channels, d, h);
            }
        });
    }

    /** Adds gradients at saved indices; {@link #in} is the gradient of the input. */
    public static void maxBackward(
            DType dtype,
            CpuBuffer gradInput,
            Layout gradInputLayout,
            CpuBuffer gradOutput,
            Layout gradOutputLayout,
            CpuBuffer indices,
            Layout indicesLayout) {
        Volume in = new Volume(gradInputLayout);
        Volume out = new Volume(gradOutputLayout);
        Volume index = new Volume(indicesLayout);
        planes(
                in,
                (image, channel, channels) -> PoolPlanes.of(dtype)
                        .maxBackward(dtype, gradInput, in, gradOutput, out, indices, index, image, channel, channels));
    }

    /** Spreads gradients over their windows. */
    public void averageBackward(DType dtype, CpuBuffer gradInput, CpuBuffer gradOutput) {
        planes(
                in,
                (image, channel, channels) -> PoolPlanes.of(dtype)
                        .averageBackward(this, dtype, gradInput, gradOutput, image, channel, channels));
    }

    private interface Plane {
        void run(int image, int channel, int channels);
    }

    /** Each plane of the input, with as many channels as fit into scratch. */
    private static void planes(Volume in, Plane plane) {
        if (in.n * in.channels == 0 || in.plane() == 0) {
            return;
        }
        int channels = in.channelsInner() ? Math.clamp(SCRATCH / in.plane(), 1, in.channels) : 1;
        int groups = (in.channels + channels - 1) / channels;
        long work = (long) in.plane() * channels;
        Parallel.forRange((long) in.n * groups, Math.max(1, GRAIN / work), (from, to) -> {
            for (long u = from; u < to; u++) {
                int channel = (int) (u % groups) * channels;
                plane.run((int) (u / groups), channel, Math.min(channels, in.channels - channel));
            }
        });
    }
}
