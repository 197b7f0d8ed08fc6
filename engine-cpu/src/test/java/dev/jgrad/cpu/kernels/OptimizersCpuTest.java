package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.OptimizerContract;

final class OptimizersCpuTest extends OptimizerContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
