package dev.jgrad.cpu.loops;

import dev.jgrad.memory.HeapArrays;

/**
 * Arrays of the current thread for the middle step of a conversion. Only {@link Blocks} uses them, and only until it
 * returns, so nobody else can find them in use.
 */
final class Scratch {
    private static final int START = 1024;
    private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

    private float[] floats = new float[START];
    private double[] doubles = new double[START];
    private long[] longs = new long[START];
    private int[] ints = new int[START];

    private Scratch() {}

    static float[] floats(int n) {
        Scratch s = CURRENT.get();
        return s.floats.length >= n ? s.floats : (s.floats = HeapArrays.within(() -> new float[n]));
    }

    static double[] doubles(int n) {
        Scratch s = CURRENT.get();
        return s.doubles.length >= n ? s.doubles : (s.doubles = HeapArrays.within(() -> new double[n]));
    }

    static long[] longs(int n) {
        Scratch s = CURRENT.get();
        return s.longs.length >= n ? s.longs : (s.longs = HeapArrays.within(() -> new long[n]));
    }

    static int[] ints(int n) {
        Scratch s = CURRENT.get();
        return s.ints.length >= n ? s.ints : (s.ints = HeapArrays.within(() -> new int[n]));
    }
}
