package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.RandomContract;

final class RandomCpuTest extends RandomContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
