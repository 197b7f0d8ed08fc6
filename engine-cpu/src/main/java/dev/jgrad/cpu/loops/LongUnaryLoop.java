package dev.jgrad.cpu.loops;

/** Applies one unary operation to runs of longs; {@code out} may be {@code a} itself. */
public abstract class LongUnaryLoop {
    /** For subclasses. */
    protected LongUnaryLoop() {}

    /** From array to array, {@code n} elements. */
    public abstract void run(long[] a, int ai, long[] out, int oi, int n, long p, long q, long r);
}
