package dev.jgrad.cpu.loops;

/** Applies one ternary operation to runs of doubles. */
public abstract class DoubleTernaryLoop {
    /** For subclasses. */
    protected DoubleTernaryLoop() {}

    /** Three arrays; {@code out} may be one of them. */
    public abstract void run(
            double[] a, int ai, double[] b, int bi, double[] c, int ci, double[] out, int oi, int n, double p);
}
