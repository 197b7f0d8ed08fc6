package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.RandomContract;

@CudaTest
class RandomOnCudaTest extends RandomContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
