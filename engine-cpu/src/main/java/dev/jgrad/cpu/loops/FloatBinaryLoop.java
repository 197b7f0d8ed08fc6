package dev.jgrad.cpu.loops;

/** Applies one binary operation to runs of floats; {@code out} may be {@code a} or {@code b} itself. */
public abstract class FloatBinaryLoop {
    /** For subclasses. */
    protected FloatBinaryLoop() {}

    /** Two arrays. */
    public abstract void run(float[] a, int ai, float[] b, int bi, float[] out, int oi, int n, float p, float q);

    /** An array and a number. */
    public abstract void runRight(float[] a, int ai, float b, float[] out, int oi, int n, float p, float q);

    /** A number and an array. */
    public abstract void runLeft(float a, float[] b, int bi, float[] out, int oi, int n, float p, float q);

    /** Native memory on both sides. */
    public abstract void run(long a, long b, long out, int n, float p, float q);

    /** Native memory and a number. */
    public abstract void runRight(long a, float b, long out, int n, float p, float q);

    /** A number and native memory. */
    public abstract void runLeft(float a, long b, long out, int n, float p, float q);
}
