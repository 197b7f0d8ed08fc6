package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.NormalizationContract;

@CudaTest
class NormalizationOnCudaTest extends NormalizationContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
