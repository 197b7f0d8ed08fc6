package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ElementwiseContract;

final class ElementwiseCpuTest extends ElementwiseContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
