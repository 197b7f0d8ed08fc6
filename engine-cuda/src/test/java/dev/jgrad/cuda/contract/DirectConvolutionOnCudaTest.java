package dev.jgrad.cuda.contract;

import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ConvolutionContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The engine's own kernels, which take over where cuDNN is missing or refuses. */
@CudaTest
class DirectConvolutionOnCudaTest extends ConvolutionContract {
    @BeforeEach
    void withoutCudnn() {
        CudaOptions.cudnnEnabled(false);
    }

    @AfterEach
    void withCudnn() {
        CudaOptions.cudnnEnabled(true);
    }

    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
