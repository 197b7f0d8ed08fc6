package dev.jgrad.cpu.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.PoolSpec;
import dev.jgrad.spi.PoolingKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/** Placeholder for the pooling of the CPU: everything throws. */
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
        throw missing();
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
        throw missing();
    }

    @Override
    public void averageForward(
            Stream stream,
            DType dtype,
            PoolSpec spec,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout) {
        throw missing();
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
        throw missing();
    }

    @Override
    public void adaptiveAverageForward(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout) {
        throw missing();
    }

    @Override
    public void adaptiveAverageBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout) {
        throw missing();
    }

    @Override
    public void adaptiveMaxForward(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer indices,
            Buffer in,
            Layout inLayout) {
        throw missing();
    }

    private static JgradException missing() {
        return new JgradException("the CPU backend has no pooling yet");
    }
}
