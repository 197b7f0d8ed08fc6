/** Tensors, autograd, and the seam behind which backends live. */
module dev.jgrad.engine.api {
    requires static transitive org.jspecify;
    requires java.management;
    requires jdk.management;

    exports dev.jgrad.autograd;
    exports dev.jgrad.compile;
    exports dev.jgrad.data;
    exports dev.jgrad.io;
    exports dev.jgrad.memory;
    exports dev.jgrad.spi;
    exports dev.jgrad.tensor;
    exports dev.jgrad.viz;

    uses dev.jgrad.spi.BackendProvider;
}
