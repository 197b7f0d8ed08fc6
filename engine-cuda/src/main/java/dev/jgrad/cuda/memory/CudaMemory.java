package dev.jgrad.cuda.memory;

import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.memory.OutOfMemoryException;
import dev.jgrad.spi.MemoryUse;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The memory of one device. Blocks belong to the stream they were allocated for and are reused in its order. */
public final class CudaMemory {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final long ALIGNMENT = 512;

    private final CudaDriver driver;
    private final String device;
    private final AtomicReference<@Nullable CudaBlock> freed = new AtomicReference<>();
    private long allocated;
    private long peak;

    /**
     * The memory of a device.
     *
     * @param device its name for messages
     */
    public CudaMemory(CudaDriver driver, String device) {
        this.driver = driver;
        this.device = device;
    }

    /**
     * A block of at least this many bytes (more than 0) for work on this stream, content undefined. The device's context
     * is current.
     *
     * @throws OutOfMemoryException when there is none even after a collection
     */
    public synchronized CudaBlock allocate(CudaStream stream, long bytes) {
        drain();
        long size = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        long address = driver.allocate(size);
        if (address == 0) {
            throw new OutOfMemoryException(device + " out of memory. Tried to allocate " + bytes + " bytes");
        }
        allocated += size;
        peak = Math.max(peak, allocated);
        return new CudaBlock(address, size, stream);
    }

    /** Has a block come back when its owner is unreachable or {@code clean()} is called on the result, whichever is first. */
    public Cleaner.Cleanable watch(Object owner, CudaBlock block) {
        return CLEANER.register(owner, () -> free(block));
    }

    /** Gives a block back that is not watched. From any thread. */
    public void free(CudaBlock block) {
        CudaBlock first;
        do {
            first = freed.get();
            block.nextFreed = first;
        } while (!freed.compareAndSet(first, block));
    }

    private void drain() {
        for (CudaBlock b = freed.getAndSet(null); b != null; b = b.nextFreed) {
            driver.free(b.address);
            allocated -= b.byteSize;
        }
    }

    /** What is in use now and was at most. */
    public synchronized MemoryUse use() {
        return new MemoryUse(allocated, peak, allocated, Long.MAX_VALUE);
    }

    /** Gives memory that nobody uses back to the device. The device's context is current. */
    public synchronized void emptyCache() {
        drain();
    }
}
