package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.NormalizationContract;

final class NormalizationsCpuTest extends NormalizationContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
