package dev.jgrad.cpu.loops;

/** Applies one ternary operation to runs of floats. */
public abstract class FloatTernaryLoop {
    /** For subclasses. */
    protected FloatTernaryLoop() {}

    /** Three arrays; {@code out} may be one of them. */
    public abstract void run(
            float[] a, int ai, float[] b, int bi, float[] c, int ci, float[] out, int oi, int n, float p);
}
