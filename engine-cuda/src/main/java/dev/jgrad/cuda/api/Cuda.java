package dev.jgrad.cuda.api;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBackendProvider;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Device;
import dev.jgrad.data.DeviceException;
import dev.jgrad.spi.BackendProvider;

/**
 * The GPUs and their memory: {@code torch.cuda}.
 *
 * <p>All methods with a device throw {@link DeviceException} when it is none of CUDA's, or not there.
 */
public final class Cuda {
    private Cuda() {}

    /** True when there is a GPU that can be used: {@code torch.cuda.is_available}. */
    public static boolean isAvailable() {
        return deviceCount() > 0;
    }

    /** How many there are: {@code torch.cuda.device_count}. */
    public static int deviceCount() {
        return new CudaBackendProvider().probe() instanceof BackendProvider.Available found
                ? found.backends().size()
                : 0;
    }

    /** The device's name, as the driver has it: {@code torch.cuda.get_device_name}. */
    public static String deviceName(Device device) {
        return CudaBackend.of(device).properties().name();
    }

    /** Waits until a device has done all its work, that of other threads included: {@code torch.cuda.synchronize}. */
    public static void synchronize(Device device) {
        CudaBackend.of(device).synchronizeAll();
    }

    /** What is in use, was at most, and how often something was done for it: {@code torch.cuda.memory_stats}. */
    public static CudaMemoryStats memoryStats(Device device) {
        return CudaBackend.of(device).memoryStats();
    }

    /** Lets the peaks begin anew at what is in use now: {@code torch.cuda.reset_peak_memory_stats}. */
    public static void resetPeakMemoryStats(Device device) {
        CudaBackend.of(device).memory().resetPeaks();
    }

    /** Gives memory that no tensor uses back to the device, for other programs: {@code torch.cuda.empty_cache}. */
    public static void emptyCache(Device device) {
        CudaBackend.of(device).emptyCache();
    }

    /**
     * Lets allocations fail when live tensors would need more than this: {@code
     * torch.cuda.set_per_process_memory_fraction}, in bytes. At first it is what {@code
     * -Djgrad.cuda.memory.budget.limit=<bytes, e.g. 8g>} says, or nine tenths of the device.
     *
     * @throws ArgumentException for less than one byte
     */
    public static void setMemoryLimit(Device device, long bytes) {
        if (bytes < 1) {
            throw new ArgumentException("setMemoryLimit: " + bytes + " bytes leave no room for a tensor");
        }
        CudaBackend.of(device).memory().setLimit(bytes);
    }
}
