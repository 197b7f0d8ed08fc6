package dev.jgrad.cpu;

import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.spi.BackendProvider;
import java.util.List;

/** Offers the host processor, which is always there. */
public final class CpuBackendProvider implements BackendProvider {
    private static final class Holder {
        static final CpuBackend BACKEND = new CpuBackend();
    }

    /** For the service loader. */
    public CpuBackendProvider() {}

    @Override
    public String deviceType() {
        return "cpu";
    }

    @Override
    public Availability probe() {
        CpuBackend backend = Holder.BACKEND;
        return new Available(
                List.of(backend),
                List.of("cpu: " + System.getProperty("os.arch") + ", " + Parallel.threads() + " threads"));
    }
}
