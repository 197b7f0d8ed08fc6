package dev.jgrad.cpu.loops;

/** Applies one ternary operation to runs of longs. */
public abstract class LongTernaryLoop {
    /** For subclasses. */
    protected LongTernaryLoop() {}

    /** Three arrays; {@code out} may be one of them. */
    public abstract void run(long[] a, int ai, long[] b, int bi, long[] c, int ci, long[] out, int oi, int n, long p);
}
