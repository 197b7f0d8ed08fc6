package dev.jgrad.cpu.loops;

/** Applies a stretch of a fused program to runs of elements; each is a class that {@link FusedStageWriter} has written. */
public abstract class FusedLoop {
    /** For subclasses. */
    protected FusedLoop() {}

    /**
     * Works on {@code n} elements, a multiple of the lanes.
     *
     * @param arrays by operand, null where it is native
     * @param at by operand: the place in its array, or its address
     * @param numbers of all steps of the program
     */
    public abstract void run(Object[] arrays, long[] at, int n, double[] numbers);
}
