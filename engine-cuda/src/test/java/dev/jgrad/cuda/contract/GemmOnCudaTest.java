package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.GemmContract;

@CudaTest
class GemmOnCudaTest extends GemmContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
