package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;

/**
 * The singular value decomposition of one row-major matrix: reflections from both sides to bidiagonal form, then {@link Bidiagonal}. A
 * matrix much longer than wide is brought to a triangle first. Paths and signs are LAPACK's ({@code dgesdd}, for small matrices).
 */
final class SingularValues {
    private SingularValues() {}

    /** U m x m (or m x k), S k in descending order, V^T n x n (or k x n). */
    static double[][] svd(double[] matrix, int m, int n, boolean full) {
        int k = Math.min(m, n);
        if (k == 0) {
            return new double[][] {eye(m, full ? m : 0), {}, eye(full ? n : 0, n)};
        }
        for (double v : matrix) {
            if (Double.isNaN(v) || Double.isInfinite(v)) {
                throw new ArgumentException("linalg.svd: The algorithm failed to converge because the input"
                        + " matrix contained non-finite values.");
            }
        }
        if (m < n) {
            return wide(matrix, m, n, full);
        }
        if (m < 11 * n / 6 || m == n) {
            return direct(matrix.clone(), m, n, full);
        }
        double[] a = matrix.clone();
        double[] tau = Reflections.factor(a, m, n);
        double[] r = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a, i * n + i, r, i * n + i, n - i);
        }
        double[][] inner = direct(r, n, n, false);
        double[] q = Reflections.product(a, tau, m, n, full ? m : n);
        return new double[][] {leading(q, inner[0], m, full ? m : n, n), inner[1], inner[2]};
    }

    private static double[][] wide(double[] matrix, int m, int n, boolean full) {
        if (n <= 11 * m / 6) {
            return directWide(matrix.clone(), m, n, full);
        }
        double[] a = DenseAlgorithms.transposed(matrix, m, n);
        double[] tau = Reflections.factor(a, n, m);
        double[] l = new double[m * m];
        for (int i = 0; i < m; i++) {
            for (int j = i; j < m; j++) {
                l[j * m + i] = a[i * m + j];
            }
        }
        double[][] inner = direct(l, m, m, false);
        int columns = full ? n : m;
        double[] q = Reflections.product(a, tau, n, m, columns);
        double[] v = leading(q, DenseAlgorithms.transposed(inner[2], m, m), n, columns, m);
        return new double[][] {inner[0], inner[1], DenseAlgorithms.transposed(v, n, columns)};
    }

    /** The first k columns of an m x columns matrix times a k x k one; the others as they are. */
    private static double[] leading(double[] q, double[] inner, int m, int columns, int k) {
        double[] out = q.clone();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < k; j++) {
                double s = 0;
                for (int c = 0; c < k; c++) {
                    s += q[i * columns + c] * inner[c * k + j];
                }
                out[i * columns + j] = s;
            }
        }
        return out;
    }

    private static double[] eye(int rows, int columns) {
        double[] e = new double[rows * columns];
        for (int i = 0; i < Math.min(rows, columns); i++) {
            e[i * columns + i] = 1;
        }
        return e;
    }

    /** For m of at least n: column, row, column, ... to upper bidiagonal form. */
    private static double[][] direct(double[] a, int m, int n, boolean full) {
        double[] d = new double[n];
        double[] e = new double[Math.max(n - 1, 0)];
        double[] tauq = new double[n];
        double[] taup = new double[n];
        for (int i = 0; i < n; i++) {
            tauq[i] = column(a, m, n, i, i, i + 1);
            d[i] = a[i * n + i];
            if (i < n - 1) {
                taup[i] = row(a, m, n, i, i + 1, i + 1);
                e[i] = a[i * n + i + 1];
            }
        }
        double[] vt = eye(n, n);
        double[] u = eye(n, n);
        new Bidiagonal(d, e, vt, u).solve();
        int columns = full ? m : n;
        double[] left = embedded(u, n, m, columns);
        for (int i = n - 1; i >= 0; i--) {
            fromLeft(left, m, columns, a, n, i, i, tauq[i]);
        }
        for (int i = n - 2; i >= 0; i--) {
            fromRight(vt, n, n, a, n, i, i + 1, taup[i]);
        }
        return new double[][] {left, d, vt};
    }

    /** For m less than n: row, column, row, ... to lower bidiagonal form, which rotations make an upper one. */
    private static double[][] directWide(double[] a, int m, int n, boolean full) {
        double[] d = new double[m];
        double[] e = new double[m - 1];
        double[] tauq = new double[m];
        double[] taup = new double[m];
        for (int i = 0; i < m; i++) {
            taup[i] = row(a, m, n, i, i, i + 1);
            d[i] = a[i * n + i];
            if (i < m - 1) {
                tauq[i] = column(a, m, n, i + 1, i, i + 1);
                e[i] = a[(i + 1) * n + i];
            }
        }
        double[][] turns = Bidiagonal.toUpper(d, e);
        double[] vt = eye(m, m);
        double[] u = eye(m, m);
        new Bidiagonal(d, e, vt, u).solve();
        for (int i = m - 2; i >= 0; i--) {
            for (int j = 0; j < m; j++) {
                double x = u[i * m + j];
                double y = u[(i + 1) * m + j];
                u[i * m + j] = turns[i][0] * x - turns[i][1] * y;
                u[(i + 1) * m + j] = turns[i][1] * x + turns[i][0] * y;
            }
        }
        for (int i = m - 2; i >= 0; i--) {
            fromLeft(u, m, m, a, n, i + 1, i, tauq[i]);
        }
        int rows = full ? n : m;
        double[] right = embedded(vt, m, rows, n);
        for (int i = m - 1; i >= 0; i--) {
            fromRight(right, rows, n, a, n, i, i, taup[i]);
        }
        return new double[][] {u, d, right};
    }

    private static double[] embedded(double[] inner, int k, int rows, int columns) {
        double[] out = eye(rows, columns);
        for (int i = 0; i < k; i++) {
            System.arraycopy(inner, i * k, out, i * columns, k);
        }
        return out;
    }

    /** Makes zeros below (r, c) by a reflection, which stays there, and applies it to the columns from {@code from} on. */
    private static double column(double[] a, int m, int n, int r, int c, int from) {
        double below = 0;
        for (int i = r + 1; i < m; i++) {
            below = Math.hypot(below, a[i * n + c]);
        }
        if (below == 0) {
            return 0;
        }
        double alpha = a[r * n + c];
        double beta = -Math.copySign(Math.hypot(alpha, below), alpha);
        double tau = (beta - alpha) / beta;
        for (int i = r + 1; i < m; i++) {
            a[i * n + c] /= alpha - beta;
        }
        for (int j = from; j < n; j++) {
            double s = a[r * n + j];
            for (int i = r + 1; i < m; i++) {
                s += a[i * n + c] * a[i * n + j];
            }
            a[r * n + j] -= tau * s;
            for (int i = r + 1; i < m; i++) {
                a[i * n + j] -= tau * s * a[i * n + c];
            }
        }
        a[r * n + c] = beta;
        return tau;
    }

    /** The same to the right of (r, c), for the rows from {@code from} on. */
    private static double row(double[] a, int m, int n, int r, int c, int from) {
        double beyond = 0;
        for (int j = c + 1; j < n; j++) {
            beyond = Math.hypot(beyond, a[r * n + j]);
        }
        if (beyond == 0) {
            return 0;
        }
        double alpha = a[r * n + c];
        double beta = -Math.copySign(Math.hypot(alpha, beyond), alpha);
        double tau = (beta - alpha) / beta;
        for (int j = c + 1; j < n; j++) {
            a[r * n + j] /= alpha - beta;
        }
        for (int i = from; i < m; i++) {
            double s = a[i * n + c];
            for (int j = c + 1; j < n; j++) {
                s += a[r * n + j] * a[i * n + j];
            }
            a[i * n + c] -= tau * s;
            for (int j = c + 1; j < n; j++) {
                a[i * n + j] -= tau * s * a[r * n + j];
            }
        }
        a[r * n + c] = beta;
        return tau;
    }

    /** x := H x for the reflection that stands below (r, c) of a matrix with n columns. */
    private static void fromLeft(double[] x, int m, int columns, double[] a, int n, int r, int c, double tau) {
        for (int j = 0; j < columns && tau != 0; j++) {
            double s = x[r * columns + j];
            for (int i = r + 1; i < m; i++) {
                s += a[i * n + c] * x[i * columns + j];
            }
            x[r * columns + j] -= tau * s;
            for (int i = r + 1; i < m; i++) {
                x[i * columns + j] -= tau * s * a[i * n + c];
            }
        }
    }

    /** x := x G for the reflection that stands to the right of (r, c). */
    private static void fromRight(double[] x, int rows, int columns, double[] a, int n, int r, int c, double tau) {
        for (int i = 0; i < rows && tau != 0; i++) {
            double s = x[i * columns + c];
            for (int j = c + 1; j < columns; j++) {
                s += a[r * n + j] * x[i * columns + j];
            }
            x[i * columns + c] -= tau * s;
            for (int j = c + 1; j < columns; j++) {
                x[i * columns + j] -= tau * s * a[r * n + j];
            }
        }
    }
}
