package dev.jgrad.cpu.kernels.lanes;

/** The reference form. */
final class ScalarDoubleRows extends DoubleRows {
    @Override
    public void add(double[] a, int at, double[] sum, int to, int n) {
        for (int i = 0; i < n; i++) {
            sum[to + i] += a[at + i];
        }
    }

    @Override
    public void addScaled(double[] a, int at, double factor, double[] sum, int to, int n) {
        for (int i = 0; i < n; i++) {
            sum[to + i] += factor * a[at + i];
        }
    }

    @Override
    public void addProducts(double[] a, int at, double[] b, int bt, double[] sum, int to, int n) {
        for (int i = 0; i < n; i++) {
            sum[to + i] += a[at + i] * b[bt + i];
        }
    }

    @Override
    public void addCentred(double[] a, int at, double[] x, int xt, double[] centre, double[] sum, int to, int n) {
        for (int i = 0; i < n; i++) {
            sum[to + i] += a[at + i] * (x[xt + i] - centre[i]);
        }
    }

    @Override
    public void subtract(double[] a, int at, double[] row, int n) {
        for (int i = 0; i < n; i++) {
            a[at + i] -= row[i];
        }
    }

    @Override
    public void multiply(double[] a, int at, double[] row, int n) {
        for (int i = 0; i < n; i++) {
            a[at + i] *= row[i];
        }
    }

    @Override
    public void scale(double[] a, int at, double factor, int n) {
        for (int i = 0; i < n; i++) {
            a[at + i] *= factor;
        }
    }

    @Override
    public void keepGreater(double[] a, int at, double[] best, int to, int n) {
        for (int i = 0; i < n; i++) {
            best[to + i] = Math.max(best[to + i], a[at + i]);
        }
    }

    @Override
    public void keepLesser(double[] a, int at, double[] best, int to, int n) {
        for (int i = 0; i < n; i++) {
            best[to + i] = Math.min(best[to + i], a[at + i]);
        }
    }

    @Override
    public void normalise(double[] x, int at, double[] centre, double[] scale, double[] shift, int n) {
        for (int i = 0; i < n; i++) {
            x[at + i] = (x[at + i] - centre[i]) * scale[i] + shift[i];
        }
    }

    @Override
    public void combine(double[] g, double[] x, int at, double[] a, double[] b, double[] c, double[] centre, int n) {
        for (int i = 0; i < n; i++) {
            g[at + i] = a[i] * g[at + i] + (b[i] * (x[at + i] - centre[i]) + c[i]);
        }
    }
}
