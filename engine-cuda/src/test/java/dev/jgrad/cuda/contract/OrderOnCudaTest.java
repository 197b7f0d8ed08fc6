package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.OrderContract;

@CudaTest
class OrderOnCudaTest extends OrderContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
