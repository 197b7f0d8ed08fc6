package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.LinalgContract;

final class LinalgCpuTest extends LinalgContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
