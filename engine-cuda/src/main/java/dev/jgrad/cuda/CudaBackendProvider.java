package dev.jgrad.cuda;

import dev.jgrad.spi.BackendProvider;

/** Answers for the device type {@code cuda}. */
public final class CudaBackendProvider implements BackendProvider {
    /** For {@code ServiceLoader}. */
    public CudaBackendProvider() {}

    @Override
    public String deviceType() {
        return "cuda";
    }

    @Override
    public Availability probe() {
        return new Unavailable("this version of jgrad has no CUDA backend yet; use the cpu");
    }
}
