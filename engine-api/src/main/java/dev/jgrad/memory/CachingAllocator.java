package dev.jgrad.memory;

import dev.jgrad.spi.MemoryUse;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * Keeps freed blocks of a device for the next request, and keeps the memory of dead tensors bounded: the garbage
 * collector does not see device memory, so above a budget this allocator asks for a collection itself. Sequence over
 * budget: take back what was released, collect and wait, trim the cache, fail.
 *
 * <p>Freed blocks are reused last in, first out, while they are still warm in the processor's cache.
 */
public final class CachingAllocator {
    private final RawMemory raw;
    private final MemoryBudget budget;
    private final ReclaimQueue queue = new ReclaimQueue();
    private final @Nullable Block[] cached = new @Nullable Block[SizeClasses.COUNT];
    private final Object collecting = new Object();

    // All guarded by this.
    private long allocated;
    private long peak;
    private long reserved;

    /** An allocator over the memory of one device. */
    public CachingAllocator(RawMemory raw, MemoryBudget budget) {
        this.raw = raw;
        this.budget = budget;
    }

    /**
     * A block of at least this many bytes, content undefined.
     *
     * @throws OutOfMemoryException when there is none even after a collection
     */
    public Block allocate(long bytes) {
        int sizeClass = SizeClasses.of(bytes);
        long size = SizeClasses.byteSize(sizeClass);
        Block block = tryAllocate(sizeClass, size, false);
        if (block == null) {
            synchronized (collecting) {
                block = tryAllocate(sizeClass, size, false);
                if (block == null) {
                    collect(size);
                    block = tryAllocate(sizeClass, size, true);
                }
            }
        }
        if (block == null) {
            throw outOfMemory(bytes);
        }
        return block;
    }

    /** Gives a block back that is not watched; once per {@link #allocate}. Watched ones come back by their cleanable. */
    public synchronized void free(Block block) {
        recycle(block);
    }

    /**
     * Has a block come back when its owner is no longer reachable, or earlier by {@code clean()} on the result: exactly
     * once whichever comes first.
     *
     * @param owner what uses the block
     */
    public Cleaner.Cleanable watch(Object owner, Block block) {
        return queue.watch(owner, block);
    }

    /** Gives all cached blocks back to the device. */
    public void trim() {
        raw.synchronize();
        synchronized (this) {
            drain();
            trimCache();
        }
    }

    /** What is in use now, was at most, and is held. */
    public synchronized MemoryUse use() {
        drain();
        return new MemoryUse(allocated, peak, reserved, budget.threshold());
    }

    private synchronized @Nullable Block tryAllocate(int sizeClass, long size, boolean lastTry) {
        drain();
        long after = allocated + size;
        if (after > (lastTry ? budget.limit() : budget.threshold())) {
            return null;
        }
        Block block = cached[sizeClass];
        if (block == null) {
            block = fresh(sizeClass, size);
            if (block == null) {
                return null;
            }
        } else {
            cached[sizeClass] = block.next;
            block.next = null;
        }
        allocated = after;
        peak = Math.max(peak, after);
        return block;
    }

    private @Nullable Block fresh(int sizeClass, long size) {
        // Blocks of other classes may hold memory that nobody uses any more.
        if (reserved + size > budget.threshold() && reserved > allocated) {
            raw.synchronize();
            trimCache();
        }
        long address = raw.allocate(size);
        if (address == 0 && reserved > allocated) {
            raw.synchronize();
            trimCache();
            address = raw.allocate(size);
        }
        if (address == 0) {
            return null;
        }
        reserved += size;
        return new Block(address, size, sizeClass);
    }

    private void drain() {
        Block block = queue.takeAll();
        while (block != null) {
            Block next = block.next;
            recycle(block);
            block = next;
        }
    }

    private void recycle(Block block) {
        allocated -= block.byteSize();
        block.next = cached[block.sizeClass()];
        cached[block.sizeClass()] = block;
    }

    private void trimCache() {
        for (int c = 0; c < cached.length; c++) {
            for (Block block = cached[c]; block != null; block = block.next) {
                raw.free(block.address(), block.byteSize());
                reserved -= block.byteSize();
            }
            cached[c] = null;
        }
    }

    /** Asks for a collection and waits until the cleaner has worked through what it found. */
    private void collect(long size) {
        // Half of the threshold: stopping at the first block that fits would take what is not processed yet for alive.
        GarbageCollection.run(Math.min(budget.threshold() / 2, budget.threshold() - size), this::allocatedNow);
        budget.adapt(allocatedNow());
    }

    private synchronized long allocatedNow() {
        drain();
        return allocated;
    }

    private synchronized OutOfMemoryException outOfMemory(long bytes) {
        return new OutOfMemoryException(raw.device() + " out of memory. Tried to allocate " + ByteCount.text(bytes)
                + "; "
                + ByteCount.text(allocated) + " are in use by live tensors, " + ByteCount.text(reserved - allocated)
                + " cached, limit " + ByteCount.text(budget.limit()) + ". " + GarbageCollection.advice()
                + "Use a smaller batch, drop references to tensors (a list of losses keeps whole graphs: keep item()"
                + " instead), or raise the limit with -D" + budget.limitProperty() + "=<bytes, e.g. 8g>.");
    }
}
