package dev.jgrad.cuda.compile;

import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.FunctionHandle;

/**
 * A compiled kernel on one device. Keep it (in a field or an array by kind and dtype) rather than asking
 * {@link Kernels} each time. Launches are asynchronous on the stream.
 *
 * {@snippet :
 * KernelArguments a = scale.arguments().address(out).address(in).int64(n).float32(factor);
 * scale.launch(stream, scale.blocksFor(n, 256), 256, 0, a);
 * }
 */
public final class KernelFunction {
    private static final ThreadLocal<KernelArguments> ARGUMENTS = ThreadLocal.withInitial(KernelArguments::new);
    private static final boolean BLOCKING = Boolean.getBoolean("jgrad.cuda.blocking");

    private final CudaDriver driver;
    private final FunctionHandle handle;
    private final String description;
    private final long residentThreads;
    private int sharedLimit = 48 << 10;

    KernelFunction(CudaDriver driver, FunctionHandle handle, String description, long residentThreads) {
        this.driver = driver;
        this.handle = handle;
        this.description = description;
        this.residentThreads = residentThreads;
    }

    /** The calling thread's argument block, emptied. It serves one launch at a time. */
    public KernelArguments arguments() {
        return ARGUMENTS.get().clear();
    }

    /**
     * Blocks for a grid-stride loop over this many elements: enough to cover them, but not more than a few times what
     * the device runs at once. At least 1.
     */
    public int blocksFor(long elements, int blockThreads) {
        long wanted = (elements + blockThreads - 1) / blockThreads;
        long most = Math.max(1, residentThreads / blockThreads * 4);
        return (int) Math.max(1, Math.min(wanted, most));
    }

    /** Starts the kernel on a grid in one dimension. */
    public void launch(CudaStream stream, int grid, int block, int sharedBytes, KernelArguments arguments) {
        launch(stream, grid, 1, 1, block, 1, 1, sharedBytes, arguments);
    }

    /**
     * Starts the kernel.
     *
     * @param sharedBytes dynamic shared memory; above 48 KiB the kernel is allowed to have it first
     * @throws CudaException naming the kernel when CUDA refuses the launch
     */
    public void launch(
            CudaStream stream,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            KernelArguments arguments) {
        try {
            if (sharedBytes > sharedLimit) {
                driver.allowSharedMemory(handle, sharedBytes);
                sharedLimit = sharedBytes;
            }
            driver.launch(
                    handle,
                    gridX,
                    gridY,
                    gridZ,
                    blockX,
                    blockY,
                    blockZ,
                    sharedBytes,
                    stream.handle(),
                    arguments.pointer());
            if (BLOCKING && !stream.isCapturing()) {
                driver.synchronize(stream.handle());
            }
        } catch (CudaException e) {
            throw e.during("kernel " + description, null);
        }
    }

    /** The kernel's name, source and defines. */
    @Override
    public String toString() {
        return description;
    }
}
