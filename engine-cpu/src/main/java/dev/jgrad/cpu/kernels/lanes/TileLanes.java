package dev.jgrad.cpu.kernels.lanes;

import dev.jgrad.cpu.Native;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transformations of Winograd's minimal filtering F(2x2, 3x3), one dimension at a time. Every element is a
 * pixel: so many channels, one after the other. With four points 0, 1, -1 and infinity,
 *
 * <pre>
 *   input    B^T = 1  0 -1  0     weight  G = 1    0   0      output  A^T = 1  1  1  0
 *                  0  1  1  0                 1/2  1/2 1/2                  0  1 -1 -1
 *                  0 -1  1  0                 1/2 -1/2 1/2
 *                  0  1  0 -1                 0    0   1
 * </pre>
 *
 * <p>Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015. No loop has more than eight reads and
 * writes: of more than that C2 leaves some out, and every vector becomes a heap object.
 */
public final class TileLanes {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Channels that are transformed at a time. */
    public static final int WIDTH = S.length();

    private static final ByteOrder ORDER = Native.ORDER;
    private static final long VECTOR = 4L * WIDTH;

    private TileLanes() {}

    private static FloatVector at(long address) {
        return FloatVector.fromMemorySegment(S, Native.ALL, address, ORDER);
    }

    private static void put(FloatVector v, long address) {
        v.intoMemorySegment(Native.ALL, address, ORDER);
    }

    private static FloatVector at(float[] a, int i) {
        return FloatVector.fromArray(S, a, i);
    }

    /** B^T down four rows of memory, to four rows of an array. */
    public static void inputDown(long r0, long r1, long r2, long r3, float[] to, int first, int plane, int elements) {
        for (int i = 0; i < elements; i += WIDTH) {
            FloatVector a = at(r0 + 4L * i);
            FloatVector b = at(r1 + 4L * i);
            FloatVector c = at(r2 + 4L * i);
            FloatVector d = at(r3 + 4L * i);
            a.sub(c).intoArray(to, first + i);
            b.add(c).intoArray(to, first + plane + i);
            c.sub(b).intoArray(to, first + 2 * plane + i);
            b.sub(d).intoArray(to, first + 3 * plane + i);
        }
    }

    /** B^T along four pixels of a row, to four points. */
    public static void inputAcross(float[] from, int first, long to, long plane, int channels) {
        for (int i = 0; i < channels; i += WIDTH) {
            FloatVector a = at(from, first + i);
            FloatVector b = at(from, first + channels + i);
            FloatVector c = at(from, first + 2 * channels + i);
            FloatVector d = at(from, first + 3 * channels + i);
            put(a.sub(c), to + 4L * i);
            put(b.add(c), to + plane + 4L * i);
            put(c.sub(b), to + 2 * plane + 4L * i);
            put(b.sub(d), to + 3 * plane + 4L * i);
        }
    }

    /** A down two rows of memory, to four rows of an array. */
    public static void gradientDown(long r0, long r1, float[] to, int plane, int elements) {
        for (int i = 0; i < elements; i += WIDTH) {
            FloatVector a = at(r0 + 4L * i);
            FloatVector b = at(r1 + 4L * i);
            a.intoArray(to, i);
            a.add(b).intoArray(to, plane + i);
            a.sub(b).intoArray(to, 2 * plane + i);
            b.neg().intoArray(to, 3 * plane + i);
        }
    }

    /** A along two pixels of a row, to four points. */
    public static void gradientAcross(float[] from, int first, long to, long plane, int channels) {
        for (int i = 0; i < channels; i += WIDTH) {
            FloatVector a = at(from, first + i);
            FloatVector b = at(from, first + channels + i);
            put(a, to + 4L * i);
            put(a.add(b), to + plane + 4L * i);
            put(a.sub(b), to + 2 * plane + 4L * i);
            put(b.neg(), to + 3 * plane + 4L * i);
        }
    }

    /** A^T down four rows of memory, to the upper row and the lower one in an array. */
    public static void outputDown(long from, long plane, float[] to, int upper, int lower, int elements) {
        for (int i = 0; i < elements; i += WIDTH) {
            FloatVector a = at(from + 4L * i);
            FloatVector b = at(from + plane + 4L * i);
            FloatVector c = at(from + 2 * plane + 4L * i);
            FloatVector d = at(from + 3 * plane + 4L * i);
            a.add(b).add(c).intoArray(to, upper + i);
            b.sub(c).sub(d).intoArray(to, lower + i);
        }
    }

    /**
     * A^T along a tile: two pixels.
     *
     * @param first where the tile is in the first of four rows
     * @param bias what is added to each pixel
     */
    public static void outputAcross(float[] from, int first, int plane, float[] bias, long to, int channels) {
        for (int i = 0; i < channels; i += WIDTH) {
            FloatVector add = at(bias, i);
            FloatVector b = at(from, first + plane + i);
            FloatVector c = at(from, first + 2 * plane + i);
            put(at(from, first + i).add(b).add(c).add(add), to + 4L * i);
            put(b.sub(c).sub(at(from, first + 3 * plane + i)).add(add), to + 4L * (channels + i));
        }
    }

    /** The first pixel of a tile that hangs over the edge. */
    public static void outputLast(float[] from, int first, int plane, float[] bias, long to, int channels) {
        for (int i = 0; i < channels; i += WIDTH) {
            FloatVector a = at(from, first + i).add(at(bias, i));
            put(a.add(at(from, first + plane + i)).add(at(from, first + 2 * plane + i)), to + 4L * i);
        }
    }

    /** G times three rows of channels. */
    public static void weight(long g0, long g1, long g2, long to, long plane, int channels) {
        for (long c = 0; c < 4L * channels; c += VECTOR) {
            FloatVector a = at(g0 + c);
            FloatVector b = at(g1 + c).mul(0.5f);
            FloatVector e = at(g2 + c);
            FloatVector half = a.add(e).mul(0.5f);
            put(a, to + c);
            put(half.add(b), to + plane + c);
            put(half.sub(b), to + 2 * plane + c);
            put(e, to + 3 * plane + c);
        }
    }

    /** G^T times four rows of channels. */
    public static void weightGradient(long x0, long x1, long x2, long x3, long to, long plane, int channels) {
        for (long c = 0; c < 4L * channels; c += VECTOR) {
            FloatVector b = at(x1 + c).mul(0.5f);
            FloatVector d = at(x2 + c).mul(0.5f);
            FloatVector sum = b.add(d);
            put(at(x0 + c).add(sum), to + c);
            put(b.sub(d), to + plane + c);
            put(sum.add(at(x3 + c)), to + 2 * plane + c);
        }
    }

    /** Adds one row to another. */
    public static void add(long to, long from, long elements) {
        for (long c = 0; c < 4L * elements; c += VECTOR) {
            put(at(to + c).add(at(from + c)), to + c);
        }
    }
}
