package dev.jgrad.cuda.driver;

/** What the engine asks about a device; the numbers are {@code CUdevice_attribute}'s. */
public enum DeviceAttribute {
    /** Threads in a block, at most. */
    MAX_THREADS_PER_BLOCK(1),
    /** Blocks along y, at most. */
    MAX_GRID_DIM_Y(6),
    /** Shared memory of a block in bytes without asking for more. */
    MAX_SHARED_MEMORY_PER_BLOCK(8),
    /** Threads of a warp. */
    WARP_SIZE(10),
    /** Number of multiprocessors. */
    MULTIPROCESSOR_COUNT(16),
    /** Memory clock in kHz. */
    MEMORY_CLOCK_RATE(36),
    /** Width of the memory bus in bits. */
    GLOBAL_MEMORY_BUS_WIDTH(37),
    /** Size of the L2 cache in bytes. */
    L2_CACHE_SIZE(38),
    /** Threads on a multiprocessor, at most. */
    MAX_THREADS_PER_MULTIPROCESSOR(39),
    /** Compute capability, the part before the point. */
    COMPUTE_CAPABILITY_MAJOR(75),
    /** Compute capability, the part behind the point. */
    COMPUTE_CAPABILITY_MINOR(76),
    /** Shared memory of a multiprocessor in bytes. */
    MAX_SHARED_MEMORY_PER_MULTIPROCESSOR(81),
    /** Shared memory a block may ask for in bytes. */
    MAX_SHARED_MEMORY_PER_BLOCK_OPTIN(97);

    private final int code;

    DeviceAttribute(int code) {
        this.code = code;
    }

    /** CUDA's number. */
    public int code() {
        return code;
    }
}
