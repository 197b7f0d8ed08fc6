package dev.jgrad.cpu.loops;

import org.jspecify.annotations.Nullable;

/** One pass of an optimizer over parameter, gradient and state in doubles. */
public abstract class DoubleOptimizerLoop {
    /** For subclasses. */
    protected DoubleOptimizerLoop() {}

    /** Arrays, elements {@code from} to just before {@code to}. */
    public abstract void sgd(double[] p, double[] g, double @Nullable [] m, int from, int to, SgdStep s);

    /** Arrays. */
    public abstract void adam(
            double[] p, double[] g, double[] m, double[] v, double @Nullable [] max, int from, int to, AdamStep s);

    /** Native memory, {@code n} elements; {@code m} is 0 where there is none. */
    public abstract void sgd(long p, long g, long m, int n, SgdStep s);

    /** Native memory; {@code max} is 0 where there is none. */
    public abstract void adam(long p, long g, long m, long v, long max, int n, AdamStep s);
}
