package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.cpu.loops.Loops;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.testkit.ElementwiseContract;

/** The same contract without the Vector API. */
final class ScalarElementwiseTest extends ElementwiseContract {
    private static final ElementwiseKernels SCALAR = new ElementwiseCpu(Loops.scalar());

    @Override
    protected Backend backend() {
        return new CpuBackend();
    }

    @Override
    protected ElementwiseKernels kernels() {
        return SCALAR;
    }
}
