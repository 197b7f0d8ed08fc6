package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ReductionContract;

final class ReductionsCpuTest extends ReductionContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
