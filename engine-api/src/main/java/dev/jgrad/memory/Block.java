package dev.jgrad.memory;

import org.jspecify.annotations.Nullable;

/**
 * A piece of device memory handed out by a {@link CachingAllocator}. It knows nothing of the buffer it serves, so that
 * a cleaner may hold it.
 */
public final class Block {
    private final long address;
    private final long byteSize;
    private final int sizeClass;

    // Links the blocks that wait to be reclaimed, or those cached in one class; a block is never in both lists.
    @Nullable
    Block next;

    Block(long address, long byteSize, int sizeClass) {
        this.address = address;
        this.byteSize = byteSize;
        this.sizeClass = sizeClass;
    }

    /** Where the memory starts. */
    public long address() {
        return address;
    }

    /** The usable size, at least what was asked for. */
    public long byteSize() {
        return byteSize;
    }

    int sizeClass() {
        return sizeClass;
    }
}
