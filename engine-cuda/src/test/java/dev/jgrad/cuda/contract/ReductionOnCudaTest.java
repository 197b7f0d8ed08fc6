package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ReductionContract;

@CudaTest
class ReductionOnCudaTest extends ReductionContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
