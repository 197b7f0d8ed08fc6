package dev.jgrad.cpu.kernels.lanes;

/** The reference form. */
final class ScalarFloatRows extends FloatRows {
    @Override
    public void add(float[] a, int at, float[] sum, int to, int n) {
        for (int i = 0; i < n; i++) {
            sum[to + i] += a[at + i];
        }
    }

    @Override
    public void addScaled(float[] a, int at, float factor, float[] sum, int to, int n) {
        for (int i = 0; i < n; i++) {
            sum[to + i] += factor * a[at + i];
        }
    }

    @Override
    public void addProducts(float[] a, int at, float[] b, int bt, float[] sum, int to, int n) {
        for (int i = 0; i < n; i++) {
            sum[to + i] += a[at + i] * b[bt + i];
        }
    }

    @Override
    public void addCentred(float[] a, int at, float[] x, int xt, float[] centre, float[] sum, int to, int n) {
        for (int i = 0; i < n; i++) {
            sum[to + i] += a[at + i] * (x[xt + i] - centre[i]);
        }
    }

    @Override
    public void subtract(float[] a, int at, float[] row, int n) {
        for (int i = 0; i < n; i++) {
            a[at + i] -= row[i];
        }
    }

    @Override
    public void multiply(float[] a, int at, float[] row, int n) {
        for (int i = 0; i < n; i++) {
            a[at + i] *= row[i];
        }
    }

    @Override
    public void scale(float[] a, int at, float factor, int n) {
        for (int i = 0; i < n; i++) {
            a[at + i] *= factor;
        }
    }

    @Override
    public void keepGreater(float[] a, int at, float[] best, int to, int n) {
        for (int i = 0; i < n; i++) {
            best[to + i] = Math.max(best[to + i], a[at + i]);
        }
    }

    @Override
    public void keepLesser(float[] a, int at, float[] best, int to, int n) {
        for (int i = 0; i < n; i++) {
            best[to + i] = Math.min(best[to + i], a[at + i]);
        }
    }

    @Override
    public void normalise(float[] x, int at, float[] centre, float[] scale, float[] shift, int n) {
        for (int i = 0; i < n; i++) {
            x[at + i] = (x[at + i] - centre[i]) * scale[i] + shift[i];
        }
    }

    @Override
    public void combine(float[] g, float[] x, int at, float[] a, float[] b, float[] c, float[] centre, int n) {
        for (int i = 0; i < n; i++) {
            g[at + i] = a[i] * g[at + i] + (b[i] * (x[at + i] - centre[i]) + c[i]);
        }
    }
}
