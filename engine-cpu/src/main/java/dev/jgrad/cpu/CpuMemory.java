package dev.jgrad.cpu;

import com.sun.management.OperatingSystemMXBean;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.memory.Block;
import dev.jgrad.memory.CachingAllocator;
import dev.jgrad.memory.MemoryBudget;
import java.lang.management.ManagementFactory;

/** Allocates host memory: arrays for small buffers, cached native blocks for large ones. */
public final class CpuMemory {
    /** Buffers of up to this many bytes are arrays. */
    static final int HEAP_LIMIT = 32 << 10;

    /** The memory of this process; there is one, since there is one host. */
    public static final CpuMemory INSTANCE = new CpuMemory();

    private final CachingAllocator allocator = new CachingAllocator(
            new SystemMemory(),
            MemoryBudget.forHost(
                    "jgrad.memory.budget", physicalBytes(), Runtime.getRuntime().maxMemory()));

    private CpuMemory() {}

    /** The allocator of native blocks, for kernels that need scratch memory (give it back in {@code finally}). */
    public CachingAllocator allocator() {
        return allocator;
    }

    /** A buffer with undefined content. */
    public CpuBuffer allocate(DType dtype, long elements) {
        if (elements < 0 || elements > Long.MAX_VALUE >> 6) {
            throw new JgradException("cannot allocate " + elements + " elements of " + dtype);
        }
        long bytes = elements * dtype.byteSize();
        if (bytes <= HEAP_LIMIT) {
            return CpuBuffer.ofArray(dtype, Carriers.allocate(dtype, (int) elements), (int) elements);
        }
        return allocateNative(dtype, elements);
    }

    /** A native buffer whatever its size, content undefined. */
    public CpuBuffer allocateNative(DType dtype, long elements) {
        long bytes = elements * dtype.byteSize();
        Block block = allocator.allocate(Math.max(bytes, 1));
        return CpuBuffer.ofBlock(dtype, bytes, this, block);
    }

    /** The same elements in native memory; to be released by the caller. The source's dtype may be a view's. */
    public CpuBuffer nativeCopy(DType dtype, CpuBuffer source) {
        CpuBuffer copy = allocateNative(dtype, source.byteSize() / dtype.byteSize());
        HostTransfers.toNative(source, copy);
        return copy;
    }

    /** Memory of the machine or, where that is less, what the container may use. */
    private static long physicalBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
