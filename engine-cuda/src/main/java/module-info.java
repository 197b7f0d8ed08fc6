/** The CUDA backend. */
module dev.jgrad.engine.cuda {
    requires transitive dev.jgrad.engine.api;

    provides dev.jgrad.spi.BackendProvider with
            dev.jgrad.cuda.CudaBackendProvider;
}
