package dev.jgrad.cpu.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.LinalgKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/** Placeholder for the matrix products of the CPU: everything throws. */
public final class LinalgCpu implements LinalgKernels {
    /** Kernels without state. */
    public LinalgCpu() {}

    @Override
    public void gemm(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            @Nullable Buffer bias,
            @Nullable Layout biasLayout,
            double alpha,
            double beta) {
        throw missing();
    }

    private static JgradException missing() {
        return new JgradException("the CPU backend has no matrix products yet");
    }
}
