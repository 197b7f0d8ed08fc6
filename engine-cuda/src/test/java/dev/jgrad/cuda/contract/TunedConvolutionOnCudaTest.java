package dev.jgrad.cuda.contract;

import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ConvolutionContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The algorithm that a trial of all of them has chosen, of those that give the same bits each time. */
@CudaTest
class TunedConvolutionOnCudaTest extends ConvolutionContract {
    @BeforeEach
    void tuned() {
        CudaOptions.benchmark(true);
        CudaOptions.deterministic(true);
    }

    @AfterEach
    void estimated() {
        CudaOptions.benchmark(false);
        CudaOptions.deterministic(false);
    }

    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
