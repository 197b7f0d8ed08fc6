/** The CUDA backend: NVIDIA GPUs through JCuda. */
module dev.jgrad.engine.cuda {
    requires transitive dev.jgrad.engine.api;
    requires jcuda;
    requires jcublas;
    requires jcudnn;

    exports dev.jgrad.cuda.api;
    exports dev.jgrad.cuda.graph;

    provides dev.jgrad.spi.BackendProvider with
            dev.jgrad.cuda.CudaBackendProvider;
}
