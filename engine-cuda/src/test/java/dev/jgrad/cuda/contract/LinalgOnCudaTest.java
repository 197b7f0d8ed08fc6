package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.LinalgContract;

@CudaTest
class LinalgOnCudaTest extends LinalgContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
