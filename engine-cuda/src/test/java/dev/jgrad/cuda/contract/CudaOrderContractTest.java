package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.OrderContract;

@CudaTest
class CudaOrderContractTest extends OrderContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
