package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.RandomContract;

@CudaTest
class CudaRandomContractTest extends RandomContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
