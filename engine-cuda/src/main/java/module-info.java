/** The CUDA backend. */
module dev.jgrad.engine.cuda {
    requires dev.jgrad.engine.api;
}
