package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ConvolutionContract;

@CudaTest
class ConvolutionOnCudaTest extends ConvolutionContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
