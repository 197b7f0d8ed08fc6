/** The CPU backend. */
module dev.jgrad.engine.cpu {
    requires dev.jgrad.engine.api;
    requires static jdk.incubator.vector;
}
