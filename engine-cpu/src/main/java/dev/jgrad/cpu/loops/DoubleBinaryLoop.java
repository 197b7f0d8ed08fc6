package dev.jgrad.cpu.loops;

/** Applies one binary operation to runs of doubles; {@code out} may be {@code a} or {@code b} itself. */
public abstract class DoubleBinaryLoop {
    /** For subclasses. */
    protected DoubleBinaryLoop() {}

    /** Two arrays. */
    public abstract void run(double[] a, int ai, double[] b, int bi, double[] out, int oi, int n, double p, double q);

    /** An array and a number. */
    public abstract void runRight(double[] a, int ai, double b, double[] out, int oi, int n, double p, double q);

    /** A number and an array. */
    public abstract void runLeft(double a, double[] b, int bi, double[] out, int oi, int n, double p, double q);

    /** Native memory on both sides. */
    public abstract void run(long a, long b, long out, int n, double p, double q);

    /** Native memory and a number. */
    public abstract void runRight(long a, double b, long out, int n, double p, double q);

    /** A number and native memory. */
    public abstract void runLeft(double a, long b, long out, int n, double p, double q);
}
