package dev.jgrad.nn.data;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where random transforms get their numbers. A {@link DataLoader} gives every sample of every epoch a generator of its
 * own, so that what comes out does not depend on which worker did it; a custom transform uses {@link #current} likewise.
 */
public final class Randomness {
    private static final ScopedValue<RandomGenerator> CURRENT = ScopedValue.newInstance();
    private static final SplittableRandom ROOT = new SplittableRandom();
    private static final ThreadLocal<RandomGenerator> OUTSIDE = ThreadLocal.withInitial(Randomness::split);

    private Randomness() {}

    private static RandomGenerator split() {
        synchronized (ROOT) {
            return ROOT.split();
        }
    }

    /** The generator of the sample that is being loaded; outside of a loader, an unseeded one. */
    public static RandomGenerator current() {
        return CURRENT.isBound() ? CURRENT.get() : OUTSIDE.get();
    }

    /** Computes something whose random transforms draw from a generator. */
    public static <T> T with(RandomGenerator generator, Supplier<T> body) {
        return ScopedValue.where(CURRENT, generator).call(body::get);
    }
}
