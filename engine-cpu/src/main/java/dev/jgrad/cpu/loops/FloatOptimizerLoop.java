package dev.jgrad.cpu.loops;

import org.jspecify.annotations.Nullable;

/** One pass of an optimizer over parameter, gradient and state in floats. */
public abstract class FloatOptimizerLoop {
    /** For subclasses. */
    protected FloatOptimizerLoop() {}

    /** Arrays, elements {@code from} to just before {@code to}. */
    public abstract void sgd(float[] p, float[] g, float @Nullable [] m, int from, int to, SgdStep s);

    /** Arrays. */
    public abstract void adam(
            float[] p, float[] g, float[] m, float[] v, float @Nullable [] max, int from, int to, AdamStep s);

    /** Native memory, {@code n} elements; {@code m} is 0 where there is none. */
    public abstract void sgd(long p, long g, long m, int n, SgdStep s);

    /** Native memory; {@code max} is 0 where there is none. */
    public abstract void adam(long p, long g, long m, long v, long max, int n, AdamStep s);
}
