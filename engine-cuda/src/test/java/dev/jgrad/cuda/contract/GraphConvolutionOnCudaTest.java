package dev.jgrad.cuda.contract;

import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.ConvolutionContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Convolutions through cuDNN's graph API. */
@CudaTest
class GraphConvolutionOnCudaTest extends ConvolutionContract {
    @BeforeEach
    void throughGraphs() {
        CudaOptions.cudnnGraph(true);
    }

    @AfterEach
    void throughFunctions() {
        CudaOptions.cudnnGraph(false);
    }

    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
