package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.PoolingContract;

final class PoolingCpuTest extends PoolingContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
