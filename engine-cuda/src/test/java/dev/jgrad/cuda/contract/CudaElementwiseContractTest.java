package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ElementwiseContract;

@CudaTest
class CudaElementwiseContractTest extends ElementwiseContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
