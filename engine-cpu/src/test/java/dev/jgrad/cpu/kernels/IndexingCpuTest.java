package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.IndexingContract;

final class IndexingCpuTest extends IndexingContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
