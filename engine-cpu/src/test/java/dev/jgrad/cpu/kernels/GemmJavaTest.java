package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.LinalgKernels;
import dev.jgrad.testkit.GemmContract;

/** The products in plain Java, whatever libraries there are. */
final class GemmJavaTest extends GemmContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }

    @Override
    protected LinalgKernels kernels() {
        return GemmJava::gemm;
    }
}
