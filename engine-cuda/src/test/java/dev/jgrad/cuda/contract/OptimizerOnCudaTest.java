package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.OptimizerContract;

@CudaTest
class OptimizerOnCudaTest extends OptimizerContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
