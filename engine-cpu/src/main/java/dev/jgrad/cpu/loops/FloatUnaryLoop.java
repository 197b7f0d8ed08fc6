package dev.jgrad.cpu.loops;

/** Applies one unary operation to runs of floats; {@code out} may be {@code a} itself. */
public abstract class FloatUnaryLoop {
    /** For subclasses. */
    protected FloatUnaryLoop() {}

    /** From array to array, {@code n} elements. */
    public abstract void run(float[] a, int ai, float[] out, int oi, int n, float p, float q, float r);

    /** From native memory to native memory. */
    public abstract void run(long a, long out, int n, float p, float q, float r);
}
