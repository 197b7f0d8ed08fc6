package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ConvolutionContract;

final class ConvolutionsCpuTest extends ConvolutionContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
