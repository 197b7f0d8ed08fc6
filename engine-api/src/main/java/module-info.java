/** Tensors, autograd, and the seam behind which backends live. */
module dev.jgrad.engine.api {
    requires static transitive org.jspecify;
}
