package dev.jgrad.cpu.kernels.lanes;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax of one row in an array, of at least {@link #LEAST} elements. A row has two parts: all whole vectors, and a last one that ends where the row
 * ends and repeats some of what was computed; of that, sums take nothing. NaN is never the greatest, but the sum becomes NaN and with it the row.
 *
 * <p>Each step is one small loop at one place: C2 inlines up to so many nodes, and what lies beyond becomes calls that
 * make an object of every vector.
 */
public final class SoftmaxLanes {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** Elements that a row must have. */
    public static final int LEAST = L;

    /** Elements that are added in float. */
    private static final int BLOCK = 4096;

    /** From place r on, 1 for the last r lanes and 0 for the others. */
    private static final float[] LAST = new float[2 * L];

    static {
        Arrays.fill(LAST, L, 2 * L, 1);
    }

    private SoftmaxLanes() {}

    private static FloatVector at(float[] a, int i) {
        return FloatVector.fromArray(S, a, i);
    }

    /** The length of the part of a row that begins at {@code i}. */
    private static int part(int i, int n) {
        return i == 0 ? n - n % L : L;
    }

    /** Where the part after the one at {@code i} begins. */
    private static int next(int i, int n) {
        return i == 0 && n % L != 0 ? n - L : n;
    }

    /** {@code y = softmax(x)} of {@code n} elements; not in place. */
    public static void forward(float[] x, int at, int n, float[] y, int to) {
        float greatest = greatest(x, at, n);
        for (int i = 0; i < n; i = next(i, n)) {
            exponentials(x, at + i, part(i, n), greatest, y, to + i);
        }
        multiply(y, to, n, (float) (1 / sumOfBlocks(y, to, n)));
    }

    /** {@code y = logSoftmax(x)} of {@code n} elements; not in place. */
    public static void logForward(float[] x, int at, int n, float[] y, int to) {
        float greatest = greatest(x, at, n);
        for (int i = 0; i < n; i = next(i, n)) {
            exponentials(x, at + i, part(i, n), greatest, y, to + i);
        }
        float log = (float) Math.log(sumOfBlocks(y, to, n));
        for (int i = 0; i < n; i = next(i, n)) {
            subtract(x, at + i, part(i, n), greatest, log, y, to + i);
        }
    }

    /** {@code to = (g - sum(g * y)) * y}, the gradient of softmax {@code y}; not in place. */
    public static void backward(float[] g, int gt, float[] y, int yt, int n, float[] out, int to) {
        double s = 0;
        for (int i = 0; i < n; i += BLOCK) {
            s += dot(g, gt + i, y, yt + i, Math.min(BLOCK, n - i));
        }
        for (int i = 0; i < n; i = next(i, n)) {
            scaleDifferences(g, gt + i, (float) s, y, yt + i, part(i, n), out, to + i);
        }
    }

    /** {@code to = g - exp(y) * sum(g)}, the gradient of log-softmax {@code y}; not in place. */
    public static void logBackward(float[] g, int gt, float[] y, int yt, int n, float[] out, int to) {
        float s = (float) sumOfBlocks(g, gt, n);
        for (int i = 0; i < n; i = next(i, n)) {
            subtractExponentials(g, gt + i, s, y, yt + i, part(i, n), out, to + i);
        }
    }

    private static float greatest(float[] x, int at, int n) {
        FloatVector m = at(x, at + n - L);
        FloatVector m1 = at(x, at);
        int i = 0;
        for (; i <= n - 2 * L; i += 2 * L) {
            m = greater(at(x, at + i), m);
            m1 = greater(at(x, at + i + L), m1);
        }
        if (i <= n - L) {
            m = greater(at(x, at + i), m);
        }
        return greater(m1, m).reduceLanes(VectorOperators.MAX);
    }

    private static FloatVector greater(FloatVector v, FloatVector m) {
        return m.blend(v, v.compare(VectorOperators.GT, m));
    }

    private static void exponentials(float[] x, int at, int n, float greatest, float[] y, int to) {
        FloatVector shift = FloatVector.broadcast(S, greatest);
        for (int i = 0; i < n; i += L) {
            VectorFloatLanes.expOfNegative(at(x, at + i).sub(shift)).intoArray(y, to + i);
        }
    }

    /** C2 makes vectors of this loop by itself. */
    private static void multiply(float[] y, int at, int n, float factor) {
        for (int i = at; i < at + n; i++) {
            y[i] *= factor;
        }
    }

    private static void subtract(float[] x, int at, int n, float greatest, float log, float[] y, int to) {
        FloatVector g = FloatVector.broadcast(S, greatest);
        FloatVector l = FloatVector.broadcast(S, log);
        for (int i = 0; i < n; i += L) {
            at(x, at + i).sub(g).sub(l).intoArray(y, to + i);
        }
    }

    private static void scaleDifferences(
            float[] a, int at, float subtrahend, float[] b, int bt, int n, float[] out, int to) {
        FloatVector s = FloatVector.broadcast(S, subtrahend);
        for (int i = 0; i < n; i += L) {
            at(a, at + i).sub(s).mul(at(b, bt + i)).intoArray(out, to + i);
        }
    }

    private static void subtractExponentials(
            float[] g, int gt, float factor, float[] y, int yt, int n, float[] out, int to) {
        FloatVector f = FloatVector.broadcast(S, -factor);
        for (int i = 0; i < n; i += L) {
            VectorFloatLanes.expOfNegative(at(y, yt + i)).fma(f, at(g, gt + i)).intoArray(out, to + i);
        }
    }

    /** A block may be shorter than a vector if others are before it. */
    private static double sumOfBlocks(float[] a, int at, int n) {
        double s = 0;
        for (int i = 0; i < n; i += BLOCK) {
            s += sum(a, at + i, Math.min(BLOCK, n - i));
        }
        return s;
    }

    private static float sum(float[] a, int at, int n) {
        FloatVector s = FloatVector.zero(S);
        for (int i = 0; i <= n - L; i += L) {
            s = s.add(at(a, at + i));
        }
        float whole = s.reduceLanes(VectorOperators.ADD);
        return n % L == 0 ? whole : whole + sumOfLast(at(a, at + n - L), n % L);
    }

    private static float dot(float[] a, int at, float[] b, int bt, int n) {
        FloatVector s = FloatVector.zero(S);
        for (int i = 0; i <= n - L; i += L) {
            s = at(a, at + i).fma(at(b, bt + i), s);
        }
        float whole = s.reduceLanes(VectorOperators.ADD);
        return n % L == 0 ? whole : whole + sumOfLast(at(a, at + n - L).mul(at(b, bt + n - L)), n % L);
    }

    private static float sumOfLast(FloatVector v, int count) {
        return FloatVector.zero(S)
                .blend(v, at(LAST, count).compare(VectorOperators.GT, 0f))
                .reduceLanes(VectorOperators.ADD);
    }
}
