package dev.jgrad.cpu.loops;

/** Applies one binary operation to runs of longs; {@code out} may be {@code a} or {@code b} itself. */
public abstract class LongBinaryLoop {
    /** For subclasses. */
    protected LongBinaryLoop() {}

    /** Two arrays. */
    public abstract void run(long[] a, int ai, long[] b, int bi, long[] out, int oi, int n, long p, long q);

    /** An array and a number. */
    public abstract void runRight(long[] a, int ai, long b, long[] out, int oi, int n, long p, long q);

    /** A number and an array. */
    public abstract void runLeft(long a, long[] b, int bi, long[] out, int oi, int n, long p, long q);
}
