package dev.jgrad.cpu.kernels;

/**
 * Philox 4x32-10, a function from a key and a counter to four random words. Source: Salmon, Moraes, Dror and Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", 2011. The key is the seed; the counter is the 64-bit number given here,
 * its upper 64 bits are zero.
 */
final class Philox {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox() {}

    /** Writes the words of {@code counters} counters from {@code first} on, four for each. */
    static void words(long seed, long first, int[] out, int counters) {
        for (int i = 0; i < counters; i++) {
            long counter = first + i;
            block((int) seed, (int) (seed >>> 32), (int) counter, (int) (counter >>> 32), 0, 0, out, 4 * i);
        }
    }

    static void block(int key0, int key1, int c0, int c1, int c2, int c3, int[] out, int at) {
        int k0 = key0;
        int k1 = key1;
        int x0 = c0;
        int x1 = c1;
        int x2 = c2;
        int x3 = c3;
        for (int r = 0; r < ROUNDS; r++) {
            long p0 = M0 * (x0 & LOW);
            long p1 = M1 * (x2 & LOW);
            x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
            x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
            x1 = (int) p1;
            x3 = (int) p0;
            k0 += W0;
            k1 += W1;
        }
        out[at] = x0;
        out[at + 1] = x1;
        out[at + 2] = x2;
        out[at + 3] = x3;
    }

    /** The n-th 64-bit word of a block's output: words 2n and 2n + 1, the lower half first. */
    static long wide(int[] words, int n) {
        return (words[2 * n] & LOW) | (long) words[2 * n + 1] << 32;
    }
}
