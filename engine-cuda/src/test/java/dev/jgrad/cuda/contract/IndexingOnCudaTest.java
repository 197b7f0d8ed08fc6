package dev.jgrad.cuda.contract;

import dev.jgrad.spi.Backend;
import dev.jgrad.testkit.IndexingContract;

@CudaTest
class IndexingOnCudaTest extends IndexingContract {
    @Override
    protected Backend backend() {
        return CudaUnderTest.backend();
    }
}
