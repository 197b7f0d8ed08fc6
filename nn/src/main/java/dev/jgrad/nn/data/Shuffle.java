package dev.jgrad.nn.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random numbers that depend on a seed, an epoch and a sample, and never on threads. */
final class Shuffle {
    private Shuffle() {}

    /** 0 to n - 1 in the order of an epoch. */
    static int[] order(int n, long seed, long epoch) {
        int[] order = new int[n];
        RandomGenerator random = generator(seed, epoch, -1);
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** What the transforms of one sample draw from. */
    static RandomGenerator generator(long seed, long epoch, long index) {
        // SplittableRandom mixes its seed well, so that neighbours have nothing in common.
        long mixed = new SplittableRandom(seed).nextLong() + 0x9E3779B97F4A7C15L * epoch;
        return new SplittableRandom(new SplittableRandom(mixed).nextLong() ^ index * 0xD1342543DE82EF95L);
    }
}
