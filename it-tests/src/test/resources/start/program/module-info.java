module program {
    requires dev.jgrad.engine.api;

    uses dev.jgrad.spi.BackendProvider;
}
