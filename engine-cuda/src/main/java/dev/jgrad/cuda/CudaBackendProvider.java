package dev.jgrad.cuda;

import dev.jgrad.cuda.compile.KernelCache;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.CudaVersions;
import dev.jgrad.cuda.driver.JCudaBinding;
import dev.jgrad.cuda.driver.JCudaLibrary;
import dev.jgrad.cuda.driver.NvrtcCompiler;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.BackendProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Answers for the device type {@code cuda}. Nothing of CUDA is linked before a probe, and a probe makes no context: a
 * device is first touched when a tensor goes there.
 */
public final class CudaBackendProvider implements BackendProvider {
    /** The first version of CUDA whose drivers run the libraries of CUDA 12. */
    private static final int OLDEST_DRIVER = 12000;

    private static final class Holder {
        static final Availability ANSWER = look();
    }

    /** For {@code ServiceLoader}. */
    public CudaBackendProvider() {}

    @Override
    public String deviceType() {
        return "cuda";
    }

    @Override
    public Availability probe() {
        return Holder.ANSWER;
    }

    private static Availability look() {
        try {
            for (JCudaLibrary library : JCudaLibrary.values()) {
                String problem = library.problem();
                // Without cuDNN convolutions have kernels of our own.
                if (problem != null && library != JCudaLibrary.CUDNN) {
                    return new Unavailable(MissingLibrary.sentence(library, problem));
                }
            }
            return devices(new JCudaBinding());
        } catch (CudaException e) {
            return new Unavailable(refused(e));
        } catch (RuntimeException | LinkageError e) {
            return new Unavailable("CUDA was found but does not work here: " + e);
        }
    }

    private static Availability devices(CudaDriver driver) {
        driver.initialize();
        int version = driver.driverVersion();
        if (version < OLDEST_DRIVER) {
            return new Unavailable("the NVIDIA driver supports CUDA up to " + CudaVersions.text(version)
                    + ", and jgrad needs 12.0: update the driver to 525 or newer");
        }
        int count = driver.deviceCount();
        if (count == 0) {
            return new Unavailable("the NVIDIA driver is installed but sees no GPU" + hidden());
        }
        NvrtcCompiler compiler = new NvrtcCompiler();
        KernelCache cache = KernelCache.ofUser();
        List<Backend> backends = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int ordinal = 0; ordinal < count; ordinal++) {
            CudaBackend backend = new CudaBackend(driver, ordinal, compiler, cache);
            backends.add(backend);
            CudaProperties p = backend.properties();
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %s, compute capability %d.%d, %.1f GiB",
                    backend.device(),
                    p.name(),
                    p.major(),
                    p.minor(),
                    p.totalMemory() / (double) (1L << 30)));
        }
        String problem = JCudaLibrary.CUDNN.problem();
        lines.add(CudaVersions.line(version, compiler.version(), problem == null));
        if (problem != null) {
            lines.add(MissingLibrary.sentence(JCudaLibrary.CUDNN, problem));
        }
        return new Available(List.copyOf(backends), List.copyOf(lines));
    }

    private static String refused(CudaException e) {
        return switch (e.error()) {
            case "CUDA_ERROR_NO_DEVICE" -> "the NVIDIA driver is installed but sees no GPU" + hidden();
            case "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE" ->
                "the NVIDIA driver's library and its kernel module differ (" + e.error()
                        + "): restart the machine after a driver update, or update the container's libraries";
            case "CUDA_ERROR_SYSTEM_NOT_READY" ->
                "the GPUs are not ready (" + e.error() + "): where they are joined by NVSwitch, the service"
                        + " nvidia-fabricmanager has to run";
            default -> "the NVIDIA driver does not start: " + e.getMessage();
        };
    }

    private static String hidden() {
        String visible = System.getenv("CUDA_VISIBLE_DEVICES");
        return visible == null
                ? "; in a container, start it with --gpus all"
                : "; CUDA_VISIBLE_DEVICES is '" + visible + "'";
    }
}
