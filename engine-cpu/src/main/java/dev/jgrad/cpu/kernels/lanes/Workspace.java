package dev.jgrad.cpu.kernels.lanes;

import dev.jgrad.memory.HeapArrays;

/**
 * Arrays of the current thread in which the kernels work on blocks. A caller picks a slot; two arrays in use at the same
 * time need two slots. Contents are undefined, lengths are at least what was asked for. Only code within one part of a
 * parallel range may use it, never across the start of such a range.
 */
public final class Workspace {
    private static final int SLOTS = 6;
    /** Longer arrays are made for the one call and forgotten. */
    private static final int KEPT = 1 << 20;

    private static final ThreadLocal<Workspace> CURRENT = ThreadLocal.withInitial(Workspace::new);

    private final float[][] floats = new float[SLOTS][0];
    private final double[][] doubles = new double[SLOTS][0];
    private final long[][] longs = new long[SLOTS][0];
    private final int[][] ints = new int[SLOTS][0];

    private Workspace() {}

    /** The current thread's. */
    public static Workspace current() {
        return CURRENT.get();
    }

    /** At least {@code n} floats. */
    public float[] floats(int slot, int n) {
        float[] a = floats[slot];
        if (a.length >= n) {
            return a;
        }
        float[] b = HeapArrays.within(() -> new float[n]);
        if (n <= KEPT) {
            floats[slot] = b;
        }
        return b;
    }

    /** At least {@code n} doubles. */
    public double[] doubles(int slot, int n) {
        double[] a = doubles[slot];
        if (a.length >= n) {
            return a;
        }
        double[] b = HeapArrays.within(() -> new double[n]);
        if (n <= KEPT) {
            doubles[slot] = b;
        }
        return b;
    }

    /** At least {@code n} longs. */
    public long[] longs(int slot, int n) {
        long[] a = longs[slot];
        if (a.length >= n) {
            return a;
        }
        long[] b = HeapArrays.within(() -> new long[n]);
        if (n <= KEPT) {
            longs[slot] = b;
        }
        return b;
    }

    /** At least {@code n} ints. */
    public int[] ints(int slot, int n) {
        int[] a = ints[slot];
        if (a.length >= n) {
            return a;
        }
        int[] b = HeapArrays.within(() -> new int[n]);
        if (n <= KEPT) {
            ints[slot] = b;
        }
        return b;
    }
}
