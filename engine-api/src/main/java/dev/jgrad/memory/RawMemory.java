package dev.jgrad.memory;

/** The memory of one device as its driver or operating system gives it: what a {@link CachingAllocator} caches. */
public interface RawMemory {
    /** The name of the device for messages, such as {@code cpu} or {@code cuda:0}. */
    String device();

    /** Fresh memory, content undefined, aligned to at least 64 bytes; 0 when there is none left. */
    long allocate(long bytes);

    /** Gives memory of {@link #allocate} back. Called once per address, from any thread. */
    void free(long address, long bytes);

    /** Waits until work that may still use freed memory is done; called before cached blocks are given back. */
    default void synchronize() {}
}
