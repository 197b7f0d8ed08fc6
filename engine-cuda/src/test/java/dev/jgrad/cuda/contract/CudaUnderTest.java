package dev.jgrad.cuda.contract;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * The device that tests run on: the simulated one, or a GPU with {@code -Djgrad.test.cuda=gpu}. The same classes serve
 * both; those tagged {@code gpu} make sense on hardware.
 */
public final class CudaUnderTest {
    private CudaUnderTest() {}

    /** True when tests run on hardware. */
    public static boolean isHardware() {
        return System.getProperty("jgrad.test.cuda", "simulated").equals("gpu");
    }

    /** Why nothing can be tested here; on hardware that is a failure and never a reason to skip. */
    public static Optional<String> obstacle() {
        return isHardware() ? Optional.empty() : SimulatedCuda.obstacle();
    }

    /** Has the engine find the device, before a test class is made that asks for it. */
    static void prepare() {
        if (obstacle().isEmpty() && !isHardware()) {
            SimulatedCuda.prepare();
        }
    }

    /** Device 0. */
    public static CudaBackend backend() {
        return isHardware()
                ? (CudaBackend) Devices.backend(Device.cuda(0))
                : SimulatedCuda.get().backend();
    }

    /** Starts work on the device in a thread of its own. */
    static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            try (Guard _ = Devices.use(Device.cuda(0))) {
                return work.call();
            }
        });
        Thread.ofPlatform().start(task);
        return task;
    }

    /** Forgets what earlier tests have left; float32 is exact from here on. */
    static void begin() {
        CudaOptions.cudnnTf32(false);
        CudaOptions.matmulTf32(false);
        CudaOptions.benchmark(false);
        CudaOptions.deterministic(false);
        CudaOptions.cudnnEnabled(true);
        CudaOptions.cudnnGraph(false);
        CudaOptions.tf32ChannelsLast(false);
        if (!isHardware()) {
            SimulatedCuda.get().reset();
        }
    }

    /** What went wrong without being seen; empty on hardware. */
    static List<String> violations() {
        return isHardware() ? List.of() : SimulatedCuda.get().violations();
    }
}
