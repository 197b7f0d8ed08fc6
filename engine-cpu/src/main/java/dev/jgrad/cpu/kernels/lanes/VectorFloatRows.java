package dev.jgrad.cpu.kernels.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API form, with a scalar tail. Loaded only where the incubator module is present. */
final class VectorFloatRows extends FloatRows {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private static FloatVector v(float[] a, int at) {
        return FloatVector.fromArray(S, a, at);
    }

    @Override
    public void add(float[] a, int at, float[] sum, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(sum, to + i).add(v(a, at + i)).intoArray(sum, to + i);
        }
        for (; i < n; i++) {
            sum[to + i] += a[at + i];
        }
    }

    @Override
    public void addScaled(float[] a, int at, float factor, float[] sum, int to, int n) {
        FloatVector f = FloatVector.broadcast(S, factor);
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).fma(f, v(sum, to + i)).intoArray(sum, to + i);
        }
        for (; i < n; i++) {
            sum[to + i] += factor * a[at + i];
        }
    }

    @Override
    public void addProducts(float[] a, int at, float[] b, int bt, float[] sum, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).fma(v(b, bt + i), v(sum, to + i)).intoArray(sum, to + i);
        }
        for (; i < n; i++) {
            sum[to + i] += a[at + i] * b[bt + i];
        }
    }

    @Override
    public void addCentred(float[] a, int at, float[] x, int xt, float[] centre, float[] sum, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).fma(v(x, xt + i).sub(v(centre, i)), v(sum, to + i)).intoArray(sum, to + i);
        }
        for (; i < n; i++) {
            sum[to + i] += a[at + i] * (x[xt + i] - centre[i]);
        }
    }

    @Override
    public void subtract(float[] a, int at, float[] row, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).sub(v(row, i)).intoArray(a, at + i);
        }
        for (; i < n; i++) {
            a[at + i] -= row[i];
        }
    }

    @Override
    public void multiply(float[] a, int at, float[] row, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).mul(v(row, i)).intoArray(a, at + i);
        }
        for (; i < n; i++) {
            a[at + i] *= row[i];
        }
    }

    @Override
    public void scale(float[] a, int at, float factor, int n) {
        FloatVector f = FloatVector.broadcast(S, factor);
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).mul(f).intoArray(a, at + i);
        }
        for (; i < n; i++) {
            a[at + i] *= factor;
        }
    }

    @Override
    public void keepGreater(float[] a, int at, float[] best, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(best, to + i).max(v(a, at + i)).intoArray(best, to + i);
        }
        for (; i < n; i++) {
            best[to + i] = Math.max(best[to + i], a[at + i]);
        }
    }

    @Override
    public void keepLesser(float[] a, int at, float[] best, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(best, to + i).min(v(a, at + i)).intoArray(best, to + i);
        }
        for (; i < n; i++) {
            best[to + i] = Math.min(best[to + i], a[at + i]);
        }
    }

    @Override
    public void normalise(float[] x, int at, float[] centre, float[] scale, float[] shift, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(x, at + i).sub(v(centre, i)).fma(v(scale, i), v(shift, i)).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = (x[at + i] - centre[i]) * scale[i] + shift[i];
        }
    }

    @Override
    public void combine(float[] g, float[] x, int at, float[] a, float[] b, float[] c, float[] centre, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(x, at + i)
                    .sub(v(centre, i))
                    .fma(v(b, i), v(c, i))
                    .add(v(g, at + i).mul(v(a, i)))
                    .intoArray(g, at + i);
        }
        for (; i < n; i++) {
            g[at + i] = a[i] * g[at + i] + (b[i] * (x[at + i] - centre[i]) + c[i]);
        }
    }
}
