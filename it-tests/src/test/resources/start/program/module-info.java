module program {
    requires dev.jgrad.engine.api;
}
