package dev.jgrad.cuda.memory;

import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.api.CudaMemoryStats;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.graph.CudaRecording;
import dev.jgrad.data.DType;
import dev.jgrad.memory.ByteCount;
import dev.jgrad.memory.GarbageCollection;
import dev.jgrad.memory.MemoryBudget;
import dev.jgrad.memory.OutOfMemoryException;
import dev.jgrad.spi.MemoryUse;
import java.lang.ref.Cleaner;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one device: a cache over the driver's, in PyTorch's manner ({@link BlockPool}). A block belongs to the
 * stream it was allocated for and is reused in its order, without waiting; where other streams have used it, it first
 * waits for marks on those. Above a threshold a garbage collection is asked for, so that a program that closes nothing
 * runs in bounded memory (ADR 6).
 *
 * <p>{@code -Djgrad.cuda.memory.budget=<bytes>} sets the threshold, {@code -Djgrad.cuda.memory.budget.limit=<bytes>} the
 * limit. {@code -Djgrad.cuda.allocator=direct} has each block be one of the driver's, of the very size asked for, so that
 * tools see every access outside it.
 */
public final class CudaMemory {
    private static final Cleaner CLEANER = Cleaner.create();

    private final CudaDriver driver;
    private final String device;
    private final MemoryBudget budget;
    private final boolean direct = "direct".equals(System.getProperty("jgrad.cuda.allocator"));
    private final AtomicReference<@Nullable CudaBlock> freed = new AtomicReference<>();

    // All guarded by this.
    private final BlockPool shared = new BlockPool();
    private final Set<BlockPool> pools = new HashSet<>(List.of(shared));
    private final WaitingBlocks waiting;
    private final MemoryCounters counters = new MemoryCounters();
    private int captures;
    private long limit;

    /**
     * The memory of a device.
     *
     * @param device its name for messages
     * @param totalBytes what the device has
     */
    public CudaMemory(CudaDriver driver, String device, long totalBytes) {
        this.driver = driver;
        this.device = device;
        this.waiting = new WaitingBlocks(driver, this::recycle);
        this.budget = MemoryBudget.forDevice("jgrad.cuda.memory.budget", totalBytes);
        this.limit = budget.limit();
    }

    /**
     * A block of at least this many bytes (more than 0) for work on this stream, content undefined. The device's context
     * is current.
     *
     * @param dtype what it is for, null for a workspace; for the table of an error
     * @throws OutOfMemoryException when there is none even after giving back the cache and a garbage collection
     */
    public synchronized CudaBlock allocate(CudaStream stream, long bytes, @Nullable DType dtype, long elements) {
        drain();
        counters.allocations++;
        BlockPool own = stream.pool();
        BlockPool pool = own == null ? shared : own;
        long size = direct && pool == shared ? bytes : BlockPool.round(bytes);
        CudaBlock block = counters.allocated + size > Math.min(budget.threshold(), limit)
                ? null
                : tryAllocate(stream, pool, size);
        if (block == null) {
            block = insist(stream, pool, size);
        }
        if (block == null) {
            counters.outOfMemory++;
            throw outOfMemory(bytes);
        }
        block.dtype = dtype;
        block.elements = elements;
        counters.taken(block);
        return block;
    }

    private @Nullable CudaBlock tryAllocate(CudaStream stream, BlockPool pool, long size) {
        boolean exact = direct && pool == shared;
        CudaBlock cached = exact ? null : pool.take(stream, size);
        if (cached != null) {
            return cached;
        }
        long segment = exact ? size : BlockPool.segmentSize(size);
        CudaRecording recording = stream.recording();
        if (recording != null) {
            recording.giveUp("the step asked for " + ByteCount.text(size) + " of new memory on " + device
                    + " while a CUDA graph was being captured, more than in its warm-up: every step must allocate the"
                    + " same (no sizes that change from step to step), or needs more warm-up steps");
        }
        long address = driver.allocate(segment);
        if (address == 0) {
            return null;
        }
        counters.grown(segment);
        return pool.takeFresh(stream, address, segment, size);
    }

    /** What is done before an allocation fails: collect garbage, give back the cache, each followed by another try. */
    private @Nullable CudaBlock insist(CudaStream stream, BlockPool pool, long size) {
        if (stream.isCapturing()) {
            return tryAllocate(stream, pool, size);
        }
        CudaBlock block = null;
        if (counters.allocated + size > Math.min(budget.threshold(), limit)) {
            collect(size);
            block = counters.allocated + size > limit ? null : tryAllocate(stream, pool, size);
        }
        if (block == null) {
            counters.retries++;
            synchronizeWaiting();
            releaseUnused();
            block = counters.allocated + size > limit ? null : tryAllocate(stream, pool, size);
        }
        if (block == null) {
            // The device is full at whatever the tensors here use: all that nobody reaches any more has to go.
            collectDownTo(0);
            synchronizeWaiting();
            releaseUnused();
            block = counters.allocated + size > limit ? null : tryAllocate(stream, pool, size);
        }
        return block;
    }

    private void collect(long size) {
        collectDownTo(Math.min(budget.threshold() / 2, budget.threshold() - size));
    }

    private void collectDownTo(long target) {
        counters.collections++;
        GarbageCollection.run(target, () -> {
            drain();
            return counters.allocated;
        });
        budget.adapt(counters.allocated);
    }

    /** Has a block come back when its owner is unreachable or {@code clean()} is called on the result, whichever is first. */
    public Cleaner.Cleanable watch(Object owner, CudaBlock block) {
        return CLEANER.register(owner, () -> free(block));
    }

    /** Gives a block back that is not watched. From any thread; it is taken over at the next allocation. */
    public void free(CudaBlock block) {
        if (!block.pool.takesNow()) {
            block.pool.putOff(block);
            return;
        }
        CudaBlock first;
        do {
            first = freed.get();
            block.nextFreed = first;
        } while (!freed.compareAndSet(first, block));
    }

    private void drain() {
        CudaBlock block = freed.get() == null ? null : freed.getAndSet(null);
        while (block != null) {
            CudaBlock next = block.nextFreed;
            block.nextFreed = null;
            counters.returned(block);
            retire(block);
            block = next;
        }
        if (captures == 0 && !waiting.isEmpty()) {
            waiting.poll(false);
        }
    }

    /** Marks the streams that have used the block; nothing can be marked while a graph is captured. */
    private void retire(CudaBlock block) {
        List<CudaStream> users = block.takeUsers();
        if (users.isEmpty()) {
            recycle(block);
            return;
        }
        waiting.add(block, users, captures == 0);
    }

    private void synchronizeWaiting() {
        if (captures == 0) {
            waiting.poll(true);
        }
    }

    private void recycle(CudaBlock block) {
        block.dtype = null;
        CudaBlock merged = block.pool.giveBack(block);
        if (merged.isWholeSegment() && captures == 0 && (direct && block.pool == shared || block.pool.isRetired())) {
            releaseUnused(block.pool);
        }
    }

    private void releaseUnused() {
        if (captures > 0) {
            return;
        }
        for (BlockPool pool : List.copyOf(pools)) {
            if (pool == shared || pool.isRetired()) {
                releaseUnused(pool);
            }
        }
    }

    private void releaseUnused(BlockPool pool) {
        for (CudaBlock segment : pool.takeUnused()) {
            driver.free(segment.address);
            counters.shrunk(segment);
        }
        if (pool.isRetired() && pool.heads().isEmpty()) {
            pools.remove(pool);
        }
    }

    // Graphs

    /** A pool for a graph: what is allocated from it keeps its addresses for the graph. */
    public synchronized BlockPool openPool() {
        BlockPool pool = new BlockPool();
        pools.add(pool);
        return pool;
    }

    /** Collects the garbage of a pass, so that the next one begins with the same free memory. */
    public void settle(BlockPool pool) {
        pool.setOwner(null);
        synchronized (this) {
            counters.collections++;
            GarbageCollection.run(0, () -> {
                drain();
                return counters.allocated;
            });
        }
        pool.takePutOff().forEach(this::free);
        emptyPending();
    }

    private synchronized void emptyPending() {
        drain();
        synchronizeWaiting();
    }

    /** Ends a pool of {@link #openPool}; blocks of it that are still in use go when they are freed. */
    public synchronized void closePool(BlockPool pool) {
        drain();
        pool.retire();
        if (captures == 0) {
            releaseUnused(pool);
        }
    }

    /** Says that a capture begins (+1) or has ended (-1): meanwhile nothing of the driver's is called. */
    public synchronized void capturing(int change) {
        if (change > 0) {
            drain();
            synchronizeWaiting();
        }
        captures += change;
    }

    // Numbers

    /** What is in use now and was at most. The device's context is current. */
    public synchronized MemoryUse use() {
        drain();
        return new MemoryUse(counters.allocated, counters.peakAllocated, counters.reserved, budget.threshold());
    }

    /** Everything that is counted. The device's context is current. */
    public synchronized CudaMemoryStats stats() {
        drain();
        return counters.stats();
    }

    /** Lets the peaks begin anew at what is in use now. */
    public synchronized void resetPeaks() {
        counters.resetPeaks();
    }

    /** Above this many bytes in live tensors, allocations fail. */
    public synchronized void setLimit(long bytes) {
        limit = bytes;
    }

    /** Gives memory that nobody uses back to the device. The device's context is current. */
    public synchronized void emptyCache() {
        drain();
        synchronizeWaiting();
        releaseUnused();
        waiting.destroyIdleEvents();
    }

    private OutOfMemoryException outOfMemory(long bytes) {
        Set<CudaBlock> heads = new HashSet<>();
        pools.forEach(pool -> heads.addAll(pool.heads()));
        long[] info = driver.memoryInfo();
        return new OutOfMemoryException(device + " out of memory. Tried to allocate " + ByteCount.text(bytes)
                + ". The device has " + ByteCount.text(info[1]) + ", of which " + ByteCount.text(info[0])
                + " are free; live tensors use " + ByteCount.text(counters.allocated) + ", the cache holds "
                + ByteCount.text(counters.reserved - counters.allocated) + ", the limit is " + ByteCount.text(limit)
                + " (-D"
                + budget.limitProperty() + "=<bytes, e.g. 8g>). " + GarbageCollection.advice()
                + "Use a smaller batch, or drop references to tensors (a list of losses keeps whole graphs: keep item()"
                + " instead). The largest live tensors:" + LargestTensors.table(heads));
    }
}
