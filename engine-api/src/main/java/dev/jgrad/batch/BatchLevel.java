package dev.jgrad.batch;

import dev.jgrad.spi.Backend;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One call of vmap: the hidden dimension it runs over. Levels are ordered by the time they were opened; a later one lies
 * inside of an earlier one. A level may be entered again after its call has returned, by a backward pass.
 */
public final class BatchLevel {
    /** What random operations do inside of vmap. */
    public enum Randomness {
        /** They fail. */
        ERROR,
        /** Each example gets numbers of its own. */
        DIFFERENT,
        /** All examples get the same numbers. */
        SAME
    }

    private static final AtomicLong COUNT = new AtomicLong();

    private final long number = COUNT.incrementAndGet();
    private final long size;
    private final Randomness randomness;
    private final Map<Backend, BatchedBackend> backends = new IdentityHashMap<>();

    /** A level of this many examples. */
    public BatchLevel(long size, Randomness randomness) {
        this.size = size;
        this.randomness = randomness;
    }

    /** The position in the order of levels. */
    public long number() {
        return number;
    }

    /** The number of examples. */
    public long size() {
        return size;
    }

    /** What random operations do. */
    public Randomness randomness() {
        return randomness;
    }

    /** The backend that runs everything for all examples; the same object for the same inner backend. */
    public synchronized BatchedBackend over(Backend inner) {
        return backends.computeIfAbsent(inner, b -> new BatchedBackend(this, b));
    }
}
