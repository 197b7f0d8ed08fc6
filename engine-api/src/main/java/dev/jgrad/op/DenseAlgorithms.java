package dev.jgrad.op;

import java.util.Arrays;

/** Decompositions of one row-major matrix. Source of all: Golub and Van Loan, Matrix Computations. */
final class DenseAlgorithms {
    private static final int SWEEPS = 60;

    private DenseAlgorithms() {}

    /** Factors in place by rows with partial pivoting; returns the permutation's sign, 0 entries stay on the diagonal. */
    static int lu(double[] a, int n, int[] pivot) {
        return lu(a, n, n, pivot);
    }

    /** The same for m rows. */
    static int lu(double[] a, int m, int n, int[] pivot) {
        int sign = 1;
        for (int k = 0; k < Math.min(m, n); k++) {
            int p = k;
            for (int i = k + 1; i < m; i++) {
                if (Math.abs(a[i * n + k]) > Math.abs(a[p * n + k])) {
                    p = i;
                }
            }
            pivot[k] = p;
            if (p != k) {
                sign = -sign;
                for (int j = 0; j < n; j++) {
                    double t = a[k * n + j];
                    a[k * n + j] = a[p * n + j];
                    a[p * n + j] = t;
                }
            }
            double d = a[k * n + k];
            if (d == 0) {
                continue;
            }
            for (int i = k + 1; i < m; i++) {
                double f = a[i * n + k] / d;
                a[i * n + k] = f;
                for (int j = k + 1; j < n && f != 0; j++) {
                    a[i * n + j] -= f * a[k * n + j];
                }
            }
        }
        return sign;
    }

    /** Solves with the factors of {@link #lu} for r right-hand sides, in place. */
    static void luSolve(double[] lu, int n, int[] pivot, double[] b, int r) {
        for (int k = 0; k < n; k++) {
            int p = pivot[k];
            for (int j = 0; j < r && p != k; j++) {
                double t = b[k * r + j];
                b[k * r + j] = b[p * r + j];
                b[p * r + j] = t;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                subtract(b, i * r, k * r, lu[i * n + k], r);
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                subtract(b, i * r, k * r, lu[i * n + k], r);
            }
            for (int j = 0; j < r; j++) {
                b[i * r + j] /= lu[i * n + i];
            }
        }
    }

    private static void subtract(double[] b, int to, int from, double factor, int count) {
        for (int j = 0; j < count && factor != 0; j++) {
            b[to + j] -= factor * b[from + j];
        }
    }

    /** The lower factor of a symmetric matrix, read from its lower triangle; the leading minor that fails, or 0. */
    static int cholesky(double[] a, double[] l, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double s = a[i * n + j];
                for (int k = 0; k < j; k++) {
                    s -= l[i * n + k] * l[j * n + k];
                }
                if (i == j) {
                    if (!(s > 0)) {
                        return i + 1;
                    }
                    l[i * n + i] = Math.sqrt(s);
                } else {
                    l[i * n + j] = s / l[j * n + j];
                }
            }
        }
        return 0;
    }

    /** Eigenvalues in ascending order and eigenvectors as columns, by Jacobi's rotations. */
    static double[][] eigh(double[] matrix, int n) {
        double[] a = matrix.clone();
        double[] v = new double[n * n];
        for (int i = 0; i < n; i++) {
            v[i * n + i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double off = 0;
            double all = 0;
            for (int i = 0; i < n * n; i++) {
                all += a[i] * a[i];
                off += i / n == i % n ? 0 : a[i] * a[i];
            }
            if (!(off > all * 1e-32)) {
                break;
            }
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, n, p, q);
                }
            }
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(a[i * n + i], a[j * n + j]));
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        for (int j = 0; j < n; j++) {
            values[j] = a[order[j] * n + order[j]];
            for (int i = 0; i < n; i++) {
                vectors[i * n + j] = v[i * n + order[j]];
            }
        }
        return new double[][] {values, vectors};
    }

    private static void rotate(double[] a, double[] v, int n, int p, int q) {
        double apq = a[p * n + q];
        if (apq == 0) {
            return;
        }
        double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < n; k++) {
            double x = a[k * n + p];
            double y = a[k * n + q];
            a[k * n + p] = c * x - s * y;
            a[k * n + q] = s * x + c * y;
        }
        for (int k = 0; k < n; k++) {
            double x = a[p * n + k];
            double y = a[q * n + k];
            a[p * n + k] = c * x - s * y;
            a[q * n + k] = s * x + c * y;
            double z = v[k * n + p];
            double w = v[k * n + q];
            v[k * n + p] = c * z - s * w;
            v[k * n + q] = s * z + c * w;
        }
    }

    static double[] transposed(double[] a, int m, int n) {
        double[] t = new double[a.length];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                t[j * m + i] = a[i * n + j];
            }
        }
        return t;
    }
}
