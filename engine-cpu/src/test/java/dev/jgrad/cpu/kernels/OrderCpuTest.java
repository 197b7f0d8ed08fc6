package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.OrderContract;

final class OrderCpuTest extends OrderContract {
    @Override
    protected Backend backend() {
        return new CpuBackend();
    }
}
