package dev.jgrad.tensor;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A source of random numbers: a seed and a position in its Philox stream. Safe for use by several threads; the numbers a
 * thread gets then depend on the order of the calls. {@code torch.Generator}.
 */
public final class Generator {
    private static final Generator DEFAULT = new Generator(System.nanoTime() * 0x9E3779B97F4A7C15L);

    private volatile long seed;
    private final AtomicLong offset = new AtomicLong();

    /** A generator with a seed. */
    public Generator(long seed) {
        this.seed = seed;
    }

    /** The generator that is used where none is given. */
    public static Generator defaultGenerator() {
        return DEFAULT;
    }

    /** Seeds the default generator: {@code torch.manual_seed}. */
    public static Generator manualSeed(long seed) {
        return DEFAULT.seed(seed);
    }

    /** Restarts this generator from a seed. */
    public synchronized Generator seed(long newSeed) {
        seed = newSeed;
        offset.set(0);
        return this;
    }

    /** Restarts this generator from a number that nobody foresees, and returns it: {@code torch.seed}. */
    public long seed() {
        long drawn = new SecureRandom().nextLong();
        seed(drawn);
        return drawn;
    }

    /** The seed. */
    public long initialSeed() {
        return seed;
    }

    /** The position and seed, to be restored by {@link #setState}. */
    public synchronized long[] state() {
        return new long[] {seed, offset.get()};
    }

    /** Continues from a state that {@link #state} returned. */
    public synchronized void setState(long[] state) {
        seed = state[0];
        offset.set(state[1]);
    }

    /** Reserves a stretch of the stream and returns its start. */
    public long reserve(long counters) {
        return offset.getAndAdd(counters);
    }
}
