package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.kernels.pool.PixelPooling;
import dev.jgrad.cpu.kernels.pool.Pooling;
import dev.jgrad.cpu.kernels.reduce.Reduction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.PoolSpec;
import dev.jgrad.spi.PoolingKernels;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Max and average pooling on the CPU, for channels innermost or planes behind each other. */
public final class PoolingCpu implements PoolingKernels {
    /** Kernels without state. */
    public PoolingCpu() {}

    @Override
    public void maxForward(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer indices,
            Buffer in,
            Layout inLayout) {
        CpuBuffer places = indices == null ? null : Extents.check(DType.INT64, indices, outLayout);
        new Pooling(spec, inLayout, outLayout)
                .max(dtype, Extents.check(dtype, out, outLayout), places, Extents.check(dtype, in, inLayout));
        keep(out, indices, in);
    }

    @Override
    public void maxBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer indices,
            Layout indicesLayout) {
        Pooling.maxBackward(
                dtype,
                Extents.check(dtype, gradInput, gradInputLayout),
                gradInputLayout,
                Extents.check(dtype, gradOutput, gradOutputLayout),
                gradOutputLayout,
                Extents.check(DType.INT64, indices, indicesLayout),
                indicesLayout);
        keep(gradInput, gradOutput, indices);
    }

    @Override
    public boolean maxForwardWithTaps(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer out,
            Layout outLayout,
            Buffer taps,
            Buffer in,
            Layout inLayout) {
        if (dtype != DType.FLOAT32
                || !PixelPooling.takes(spec, outLayout)
                || !out.isNative()
                || !in.isNative()
                || !isChannelsLast(inLayout)
                || !isChannelsLast(outLayout)) {
            return false;
        }
        CpuBuffer o = Extents.check(dtype, out, outLayout);
        CpuBuffer i = Extents.check(dtype, in, inLayout);
        CpuBuffer t = Extents.check(DType.UINT8, taps, outLayout);
        PixelPooling.of(spec, inLayout, outLayout).forward(o.address(), t.nativeAddress(), i.address());
        keep(out, taps, in);
        return true;
    }

    @Override
    public void maxBackwardByTaps(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer taps,
            Layout tapsLayout) {
        CpuBuffer gi = Extents.check(dtype, gradInput, gradInputLayout);
        CpuBuffer go = channelsLast(dtype, Extents.check(dtype, gradOutput, gradOutputLayout), gradOutputLayout);
        CpuBuffer t = channelsLast(DType.UINT8, Extents.check(DType.UINT8, taps, tapsLayout), tapsLayout);
        PixelPooling.of(spec, gradInputLayout, gradOutputLayout)
                .backward(gi.nativeAddress(), go.nativeAddress(), t.nativeAddress());
        keep(gradInput, go, t);
        keep(gradInput, gradOutput, taps);
    }

    private static boolean isChannelsLast(Layout layout) {
        return layout.offset() == 0 && layout.sameStrides(Layout.channelsLast(layout.sizes()));
    }

    private static CpuBuffer channelsLast(DType dtype, CpuBuffer buffer, Layout layout) {
        if (isChannelsLast(layout)) {
            return buffer;
        }
        CpuBuffer copy = CpuMemory.INSTANCE.allocateNative(dtype, layout.numel());
        Copying.copy(dtype, copy, Layout.channelsLast(layout.sizes()), dtype, buffer, layout);
        return copy;
    }

    @Override
    public void averageForward(
            Stream stream, DType dtype, PoolSpec spec, Buffer out, Layout outLayout, Buffer in, Layout inLayout) {
        new Pooling(spec, inLayout, outLayout)
                .average(dtype, Extents.check(dtype, out, outLayout), Extents.check(dtype, in, inLayout));
        keep(out, in, in);
    }

    @Override
    public void averageBackward(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout) {
        new Pooling(spec, gradInputLayout, gradOutputLayout)
                .averageBackward(
                        dtype,
                        Extents.check(dtype, gradInput, gradInputLayout),
                        Extents.check(dtype, gradOutput, gradOutputLayout));
        keep(gradInput, gradOutput, gradOutput);
    }

    @Override
    public void adaptiveAverageForward(
            Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer in, Layout inLayout) {
        CpuBuffer o = Extents.check(dtype, out, outLayout);
        CpuBuffer x = Extents.check(dtype, in, inLayout);
        if (outLayout.numel() == outLayout.size(0) * outLayout.size(1) && inLayout.numel() > 0) {
            Reduction.run(ReduceKind.MEAN, dtype, o, outLayout, dtype, x, inLayout);
        } else {
            new Pooling(null, inLayout, outLayout).average(dtype, o, x);
        }
        keep(out, in, in);
    }

    @Override
    public void adaptiveAverageBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout) {
        new Pooling(null, gradInputLayout, gradOutputLayout)
                .averageBackward(
                        dtype,
                        Extents.check(dtype, gradInput, gradInputLayout),
                        Extents.check(dtype, gradOutput, gradOutputLayout));
        keep(gradInput, gradOutput, gradOutput);
    }

    @Override
    public void adaptiveMaxForward(
            Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer indices, Buffer in, Layout inLayout) {
        new Pooling(null, inLayout, outLayout)
                .max(
                        dtype,
                        Extents.check(dtype, out, outLayout),
                        Extents.check(DType.INT64, indices, outLayout),
                        Extents.check(dtype, in, inLayout));
        keep(out, indices, in);
    }

    /** Native memory must not be given back while a kernel runs on it. */
    private static void keep(@Nullable Object a, @Nullable Object b, @Nullable Object c) {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }
}
