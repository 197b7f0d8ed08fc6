package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.PoolingContract;

@CudaTest
class PoolingOnCudaTest extends PoolingContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
