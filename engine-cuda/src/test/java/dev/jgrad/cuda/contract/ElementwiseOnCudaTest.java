package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ElementwiseContract;

@CudaTest
class ElementwiseOnCudaTest extends ElementwiseContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
