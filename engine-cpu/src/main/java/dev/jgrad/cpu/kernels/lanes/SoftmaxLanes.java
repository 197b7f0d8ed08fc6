package dev.jgrad.cpu.kernels.lanes;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax of one row in an array, of at least {@link #LEAST} elements. The last vector of a row ends where the row ends; of what it has in common
 * with the one before it, sums take nothing. NaN is never the greatest, but the sum becomes NaN and with it the row.
 */
public final class SoftmaxLanes {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** Elements that a row must have. */
    public static final int LEAST = L;

    /** From place r on, 1 for the last r lanes and 0 for the others. */
    private static final float[] LAST = new float[2 * L];

    static {
        Arrays.fill(LAST, L, 2 * L, 1);
    }

    private SoftmaxLanes() {}

    private static FloatVector at(float[] a, int i) {
        return FloatVector.fromArray(S, a, i);
    }

    /** {@code y = softmax(x)} of {@code n} elements; not in place. */
    public static void forward(float[] x, int at, int n, float[] y, int to) {
        float greatest = greatest(x, at, n);
        float sum = exponentials(x, at, n, greatest, y, to);
        if (n % L != 0) {
            sum += lastExponentials(x, at + n - L, greatest, y, to + n - L, n % L);
        }
        multiply(y, to, n, 1 / sum);
    }

    /** {@code y = logSoftmax(x)} of {@code n} elements; not in place. */
    public static void logForward(float[] x, int at, int n, float[] y, int to) {
        float greatest = greatest(x, at, n);
        float sum = exponentials(x, at, n, greatest, y, to);
        if (n % L != 0) {
            sum += lastExponentials(x, at + n - L, greatest, y, to + n - L, n % L);
        }
        subtract(x, at, n, greatest, (float) Math.log(sum), y, to);
    }

    private static float greatest(float[] x, int at, int n) {
        FloatVector m = at(x, at + n - L);
        FloatVector m1 = m;
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

    /** Of the whole vectors of a row, with their sum. */
    private static float exponentials(float[] x, int at, int n, float greatest, float[] y, int to) {
        FloatVector shift = FloatVector.broadcast(S, greatest);
        FloatVector sum = FloatVector.zero(S);
        for (int i = 0; i <= n - L; i += L) {
            FloatVector e = VectorFloatLanes.expOfNegative(at(x, at + i).sub(shift));
            e.intoArray(y, to + i);
            sum = sum.add(e);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    /** Of the last vector, with the sum of its last {@code own} elements. */
    private static float lastExponentials(float[] x, int at, float greatest, float[] y, int to, int own) {
        FloatVector e = VectorFloatLanes.expOfNegative(at(x, at).sub(greatest));
        e.intoArray(y, to);
        return lastSum(e, own);
    }

    private static float lastSum(FloatVector v, int own) {
        return FloatVector.zero(S)
                .blend(v, at(LAST, own).compare(VectorOperators.GT, 0f))
                .reduceLanes(VectorOperators.ADD);
    }

    private static void multiply(float[] y, int at, int n, float factor) {
        FloatVector f = FloatVector.broadcast(S, factor);
        FloatVector last = at(y, at + n - L).mul(f);
        for (int i = 0; i <= n - L; i += L) {
            at(y, at + i).mul(f).intoArray(y, at + i);
        }
        last.intoArray(y, at + n - L);
    }

    private static void subtract(float[] x, int at, int n, float greatest, float log, float[] y, int to) {
        for (int i = 0; i <= n - L; i += L) {
            at(x, at + i).sub(greatest).sub(log).intoArray(y, to + i);
        }
        at(x, at + n - L).sub(greatest).sub(log).intoArray(y, to + n - L);
    }

    /** {@code to = (g - sum(g * y)) * y}, the gradient of softmax {@code y}; not in place. */
    public static void backward(float[] g, int gt, float[] y, int yt, int n, float[] out, int to) {
        float s = dot(g, gt, y, yt, n);
        for (int i = 0; i <= n - L; i += L) {
            at(g, gt + i).sub(s).mul(at(y, yt + i)).intoArray(out, to + i);
        }
        at(g, gt + n - L).sub(s).mul(at(y, yt + n - L)).intoArray(out, to + n - L);
    }

    private static float dot(float[] a, int at, float[] b, int bt, int n) {
        FloatVector sum = FloatVector.zero(S);
        for (int i = 0; i <= n - L; i += L) {
            sum = at(a, at + i).fma(at(b, bt + i), sum);
        }
        float s = sum.reduceLanes(VectorOperators.ADD);
        return n % L == 0 ? s : s + lastSum(at(a, at + n - L).mul(at(b, bt + n - L)), n % L);
    }

    /** {@code to = g - exp(y) * sum(g)}, the gradient of log-softmax {@code y}; not in place. */
    public static void logBackward(float[] g, int gt, float[] y, int yt, int n, float[] out, int to) {
        scaleExponentials(g, gt, y, yt, n, -sum(g, gt, n), out, to);
    }

    private static float sum(float[] a, int at, int n) {
        FloatVector sum = FloatVector.zero(S);
        for (int i = 0; i <= n - L; i += L) {
            sum = sum.add(at(a, at + i));
        }
        float s = sum.reduceLanes(VectorOperators.ADD);
        return n % L == 0 ? s : s + lastSum(at(a, at + n - L), n % L);
    }

    /** The last vector is the last round of the loop, wherever it begins. */
    private static void scaleExponentials(
            float[] g, int gt, float[] y, int yt, int n, float factor, float[] out, int to) {
        FloatVector f = FloatVector.broadcast(S, factor);
        for (int round = 0; round < n; round += L) {
            int i = Math.min(round, n - L);
            VectorFloatLanes.expOfNegative(at(y, yt + i)).fma(f, at(g, gt + i)).intoArray(out, to + i);
        }
    }
}
