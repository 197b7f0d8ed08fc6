package dev.jgrad.cpu.kernels.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API form, with a scalar tail. Loaded only where the incubator module is present. */
final class VectorDoubleRows extends DoubleRows {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private static DoubleVector v(double[] a, int at) {
        return DoubleVector.fromArray(S, a, at);
    }

    @Override
    public void add(double[] a, int at, double[] sum, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(sum, to + i).add(v(a, at + i)).intoArray(sum, to + i);
        }
        for (; i < n; i++) {
            sum[to + i] += a[at + i];
        }
    }

    @Override
    public void addScaled(double[] a, int at, double factor, double[] sum, int to, int n) {
        DoubleVector f = DoubleVector.broadcast(S, factor);
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).fma(f, v(sum, to + i)).intoArray(sum, to + i);
        }
        for (; i < n; i++) {
            sum[to + i] += factor * a[at + i];
        }
    }

    @Override
    public void addProducts(double[] a, int at, double[] b, int bt, double[] sum, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).fma(v(b, bt + i), v(sum, to + i)).intoArray(sum, to + i);
        }
        for (; i < n; i++) {
            sum[to + i] += a[at + i] * b[bt + i];
        }
    }

    @Override
    public void addCentred(double[] a, int at, double[] x, int xt, double[] centre, double[] sum, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).fma(v(x, xt + i).sub(v(centre, i)), v(sum, to + i)).intoArray(sum, to + i);
        }
        for (; i < n; i++) {
            sum[to + i] += a[at + i] * (x[xt + i] - centre[i]);
        }
    }

    @Override
    public void subtract(double[] a, int at, double[] row, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).sub(v(row, i)).intoArray(a, at + i);
        }
        for (; i < n; i++) {
            a[at + i] -= row[i];
        }
    }

    @Override
    public void multiply(double[] a, int at, double[] row, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).mul(v(row, i)).intoArray(a, at + i);
        }
        for (; i < n; i++) {
            a[at + i] *= row[i];
        }
    }

    @Override
    public void scale(double[] a, int at, double factor, int n) {
        DoubleVector f = DoubleVector.broadcast(S, factor);
        int i = 0;
        for (; i <= n - L; i += L) {
            v(a, at + i).mul(f).intoArray(a, at + i);
        }
        for (; i < n; i++) {
            a[at + i] *= factor;
        }
    }

    @Override
    public void keepGreater(double[] a, int at, double[] best, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(best, to + i).max(v(a, at + i)).intoArray(best, to + i);
        }
        for (; i < n; i++) {
            best[to + i] = Math.max(best[to + i], a[at + i]);
        }
    }

    @Override
    public void keepLesser(double[] a, int at, double[] best, int to, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(best, to + i).min(v(a, at + i)).intoArray(best, to + i);
        }
        for (; i < n; i++) {
            best[to + i] = Math.min(best[to + i], a[at + i]);
        }
    }

    @Override
    public void normalise(double[] x, int at, double[] centre, double[] scale, double[] shift, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            v(x, at + i).sub(v(centre, i)).fma(v(scale, i), v(shift, i)).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] = (x[at + i] - centre[i]) * scale[i] + shift[i];
        }
    }

    @Override
    public void combine(double[] g, double[] x, int at, double[] a, double[] b, double[] c, double[] centre, int n) {
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
