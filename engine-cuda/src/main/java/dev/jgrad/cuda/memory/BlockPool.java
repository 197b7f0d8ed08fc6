package dev.jgrad.cuda.memory;

import dev.jgrad.cuda.CudaStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Segments with their free blocks, by PyTorch's rules ({@code CUDACachingAllocator}): sizes are rounded to 512 bytes;
 * requests of up to 1 MiB share segments of 2 MiB, those below 10 MiB segments of 20 MiB, larger ones have a segment of
 * their own, rounded to 2 MiB. The smallest free block of the stream that is large enough is taken and split; neighbours
 * merge when they become free.
 *
 * <p>There is one for ordinary work, and one for each graph, whose addresses must stay the graph's.
 */
public final class BlockPool {
    private static final long ROUNDING = 512;
    private static final long SMALL = 1 << 20;
    private static final long SMALL_SEGMENT = 2 << 20;
    private static final long LARGE_SEGMENT = 20 << 20;
    private static final long OWN_SEGMENT = 10 << 20;

    private static final Comparator<CudaBlock> ORDER = (a, b) -> {
        int c = Integer.compare(a.stream.number(), b.stream.number());
        if (c == 0) {
            c = Long.compare(a.byteSize, b.byteSize);
        }
        return c != 0 ? c : Long.compare(a.address, b.address);
    };

    private final TreeSet<CudaBlock> small = new TreeSet<>(ORDER);
    private final TreeSet<CudaBlock> large = new TreeSet<>(ORDER);
    private final Set<CudaBlock> heads = new HashSet<>();
    private final ConcurrentLinkedQueue<CudaBlock> putOff = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread owner;
    private boolean retired;

    static long round(long bytes) {
        return (bytes + ROUNDING - 1) & -ROUNDING;
    }

    /** The size of the segment to ask the driver for, for a request of this rounded size. */
    static long segmentSize(long size) {
        if (size <= SMALL) {
            return SMALL_SEGMENT;
        }
        return size < OWN_SEGMENT ? LARGE_SEGMENT : (size + SMALL_SEGMENT - 1) & -SMALL_SEGMENT;
    }

    private TreeSet<CudaBlock> free(boolean isSmall) {
        return isSmall ? small : large;
    }

    /** Takes a free block of at least this rounded size, split off where much would be left. */
    @Nullable
    CudaBlock take(CudaStream stream, long size) {
        boolean isSmall = size <= SMALL;
        CudaBlock wanted = new CudaBlock(0, size, stream, this, isSmall);
        CudaBlock found = free(isSmall).ceiling(wanted);
        if (found == null || found.stream != stream) {
            return null;
        }
        free(isSmall).remove(found);
        return split(found, size);
    }

    /** A block of a fresh segment. */
    CudaBlock takeFresh(CudaStream stream, long address, long segmentSize, long size) {
        CudaBlock whole = new CudaBlock(address, segmentSize, stream, this, size <= SMALL);
        heads.add(whole);
        return split(whole, size);
    }

    private CudaBlock split(CudaBlock block, long size) {
        long rest = block.byteSize - size;
        if (block.small ? rest >= ROUNDING : rest > SMALL) {
            CudaBlock remainder = new CudaBlock(block.address + size, rest, block.stream, this, block.small);
            CudaBlock after = block.after;
            remainder.before = block;
            remainder.after = after;
            if (after != null) {
                after.before = remainder;
            }
            block.after = remainder;
            block.byteSize = size;
            free(block.small).add(remainder);
        }
        block.inUse = true;
        return block;
    }

    /** Takes a block back and merges it with free neighbours. Returns the merged one. */
    CudaBlock giveBack(CudaBlock block) {
        boolean isSmall = block.small;
        block.inUse = false;
        CudaBlock merged = block;
        CudaBlock before = block.before;
        if (before != null && isFree(before)) {
            free(isSmall).remove(before);
            absorb(before, block);
            merged = before;
        }
        CudaBlock after = merged.after;
        if (after != null && isFree(after)) {
            free(isSmall).remove(after);
            absorb(merged, after);
        }
        free(isSmall).add(merged);
        return merged;
    }

    private static boolean isFree(CudaBlock block) {
        return !block.inUse && block.waiting == null;
    }

    private static void absorb(CudaBlock first, CudaBlock second) {
        first.byteSize += second.byteSize;
        CudaBlock after = second.after;
        first.after = after;
        if (after != null) {
            after.before = first;
        }
    }

    /** Takes out the segments that nobody uses, to be given back to the driver. */
    Set<CudaBlock> takeUnused() {
        Set<CudaBlock> unused = new HashSet<>();
        for (TreeSet<CudaBlock> set : List.of(small, large)) {
            set.removeIf(block -> block.isWholeSegment() && unused.add(block));
        }
        heads.removeAll(unused);
        return unused;
    }

    /**
     * From now on (null: no longer) only what this thread gives back is free again at once. What the garbage collector
     * finds waits: it comes at no fixed moment, and two passes of a step have to get the same blocks.
     */
    public void setOwner(@Nullable Thread thread) {
        owner = thread;
    }

    boolean takesNow() {
        Thread only = owner;
        return only == null || only == Thread.currentThread();
    }

    void putOff(CudaBlock block) {
        putOff.add(block);
    }

    List<CudaBlock> takePutOff() {
        List<CudaBlock> taken = new ArrayList<>();
        for (CudaBlock b = putOff.poll(); b != null; b = putOff.poll()) {
            taken.add(b);
        }
        return taken;
    }

    /** The first blocks of all segments. */
    Set<CudaBlock> heads() {
        return heads;
    }

    /** From now on a segment goes back to the driver as soon as nobody uses it. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }
}
