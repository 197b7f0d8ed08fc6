package dev.jgrad.cpu;

import dev.jgrad.cpu.natives.NativeLibraries;
import dev.jgrad.cpu.onednn.OneDnn;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.spi.BackendProvider;
import java.util.AbstractList;
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
        return new Available(List.of(backend), new Description());
    }

    /** Looked at by people only, so the libraries are not loaded before somebody looks. */
    private static final class Description extends AbstractList<String> {
        @Override
        public String get(int line) {
            return switch (line) {
                case 0 -> "cpu: " + System.getProperty("os.arch") + ", " + Parallel.mostThreads() + " threads";
                case 1 -> OneDnn.description();
                case 2 -> NativeLibraries.openBlas().description();
                default -> throw new IndexOutOfBoundsException(line);
            };
        }

        @Override
        public int size() {
            return 3;
        }
    }
}
