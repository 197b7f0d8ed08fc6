package dev.jgrad.cpu.loops;

/** Applies one unary operation to runs of doubles; {@code out} may be {@code a} itself. */
public abstract class DoubleUnaryLoop {
    /** For subclasses. */
    protected DoubleUnaryLoop() {}

    /** From array to array, {@code n} elements. */
    public abstract void run(double[] a, int ai, double[] out, int oi, int n, double p, double q, double r);

    /** From native memory to native memory. */
    public abstract void run(long a, long out, int n, double p, double q, double r);
}
