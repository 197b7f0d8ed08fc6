/** The CPU backend: pure Java loops under everything, native libraries where they win. */
module dev.jgrad.engine.cpu {
    requires transitive dev.jgrad.engine.api;
    requires jdk.management;
    requires java.management;
    requires static jdk.incubator.vector;

    provides dev.jgrad.spi.BackendProvider with
            dev.jgrad.cpu.CpuBackendProvider;
}
