package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/**
 * A = L D L^T of symmetric matrices that need not be definite, read from the lower triangle; D has blocks of 1 and 2, whose places the
 * pivots tell as LAPACK's do: from 1, negative and twice for a block of 2. Source: Bunch and Kaufman 1977.
 */
public final class SymmetricFactors {
    private static final double ALPHA = (1 + Math.sqrt(17)) / 8;

    private SymmetricFactors() {}

    /** Compact factors, pivots, and per matrix the first zero block of D, 0 for none. */
    public static Tensor[] factor(String op, Tensor a) {
        HostMatrices.checkSquare(op, a);
        int n = HeapArrays.length(a.size(-1));
        Tensor[] raw = HostMatrices.apply(a, new long[][] {{n, n}, {n}, {}}, x -> {
            double[] pivots = new double[n];
            double info = factor(x, n, pivots);
            for (int i = 0; i < n; i++) {
                Arrays.fill(x, i * n + i + 1, (i + 1) * n, 0);
            }
            return new double[][] {x, pivots, {info}};
        });
        Tensor[] out = {raw[0], raw[1].to(DType.INT32), raw[2].to(DType.INT32)};
        Dispatcher.recordAll("LinalgLdlFactorExBackward0", out, new Tensor[] {a}, new Tensor[0], c -> {
            throw new AutogradException("the derivative for 'linalg_ldl_factor_ex' is not implemented.");
        });
        return out;
    }

    private static double factor(double[] a, int n, double[] pivots) {
        double info = 0;
        for (int k = 0; k < n; ) {
            double pivot = Math.abs(a[k * n + k]);
            int most = k;
            for (int i = k + 1; i < n; i++) {
                if (most == k || Math.abs(a[i * n + k]) > Math.abs(a[most * n + k])) {
                    most = i;
                }
            }
            double column = most == k ? 0 : Math.abs(a[most * n + k]);
            int with = k;
            int block = 1;
            if (Math.max(pivot, column) == 0) {
                info = info == 0 ? k + 1 : info;
            } else if (pivot < ALPHA * column) {
                double row = largest(a, n, k, most);
                if (pivot >= ALPHA * column * (column / row)) {
                    with = k;
                } else if (Math.abs(a[most * n + most]) >= ALPHA * row) {
                    with = most;
                } else {
                    with = most;
                    block = 2;
                }
            }
            swap(a, n, k, k + block - 1, with);
            if (block == 1) {
                one(a, n, k);
                pivots[k] = with + 1;
            } else {
                two(a, n, k);
                pivots[k] = -(with + 1);
                pivots[k + 1] = -(with + 1);
            }
            k += block;
        }
        return info;
    }

    /** The greatest element off the diagonal in a row of the symmetric matrix that begins at k. */
    private static double largest(double[] a, int n, int k, int r) {
        double most = 0;
        for (int j = k; j < r; j++) {
            most = Math.max(most, Math.abs(a[r * n + j]));
        }
        for (int i = r + 1; i < n; i++) {
            most = Math.max(most, Math.abs(a[i * n + r]));
        }
        return most;
    }

    private static void swap(double[] a, int n, int k, int at, int with) {
        if (with == at) {
            return;
        }
        for (int i = with + 1; i < n; i++) {
            exchange(a, i * n + at, i * n + with);
        }
        for (int j = at + 1; j < with; j++) {
            exchange(a, j * n + at, with * n + j);
        }
        exchange(a, at * n + at, with * n + with);
        if (at != k) {
            exchange(a, at * n + k, with * n + k);
        }
    }

    private static void exchange(double[] a, int i, int j) {
        double t = a[i];
        a[i] = a[j];
        a[j] = t;
    }

    private static void one(double[] a, int n, int k) {
        double d = a[k * n + k];
        if (d == 0) {
            return;
        }
        for (int j = k + 1; j < n; j++) {
            for (int i = j; i < n; i++) {
                a[i * n + j] -= a[i * n + k] * a[j * n + k] / d;
            }
        }
        for (int i = k + 1; i < n; i++) {
            a[i * n + k] /= d;
        }
    }

    private static void two(double[] a, int n, int k) {
        double off = a[(k + 1) * n + k];
        double lower = a[(k + 1) * n + k + 1] / off;
        double upper = a[k * n + k] / off;
        double scale = 1 / (lower * upper - 1) / off;
        for (int j = k + 2; j < n; j++) {
            double w = scale * (lower * a[j * n + k] - a[j * n + k + 1]);
            double v = scale * (upper * a[j * n + k + 1] - a[j * n + k]);
            for (int i = j; i < n; i++) {
                a[i * n + j] -= a[i * n + k] * w + a[i * n + k + 1] * v;
            }
            a[j * n + k] = w;
            a[j * n + k + 1] = v;
        }
    }

    /** X of A X = B from the factors of A. */
    public static Tensor solve(Tensor ld, Tensor pivots, Tensor b) {
        HostMatrices.checkSquare("torch.linalg.ldl_solve", ld);
        if (pivots.isFloatingPoint() || pivots.dtype().isBool()) {
            throw new DTypeException("torch.linalg.ldl_solve: Expected pivots to be integers. Got "
                    + pivots.dtype().scalarTypeName());
        }
        if (b.dtype() != ld.dtype()) {
            throw new DTypeException(
                    "torch.linalg.ldl_solve: LD dtype " + ld.dtype().label() + " does not match b dtype "
                            + b.dtype().label());
        }
        if (b.dim() < 2 || b.size(-2) != ld.size(-1)) {
            throw new ShapeException("torch.linalg.ldl_solve: Incompatible matrix sizes: LD " + ld.shape() + " and B "
                    + b.shape() + ", which must have at least 2 dimensions");
        }
        if (!Arrays.equals(TensorAccess.shown(pivots).sizes(), HostMatrices.sizes(ld, 1))) {
            throw new ShapeException(
                    "torch.linalg.ldl_solve: Expected LD.shape[:-1] and pivots.shape to be the same, but got"
                            + " pivots with shape " + pivots.shape() + " instead");
        }
        int n = HeapArrays.length(ld.size(-1));
        int r = HeapArrays.length(b.size(-1));
        long[] batch = Broadcasting.sizes(HostMatrices.sizes(ld, 2), HostMatrices.sizes(b, 2));
        Tensor column = pivots.to(ld.dtype()).unsqueeze(-1);
        Tensor all = Tensors.cat(
                batch.length + 1,
                ld.detach().expand(wide(batch, n, n)),
                column.expand(wide(batch, n, 1)),
                b.detach().expand(wide(batch, n, r)));
        Tensor out = HostMatrices.apply(all, new long[][] {{n, r}}, x -> new double[][] {solved(x, n, r)})[0];
        return Dispatcher.record("LinalgLdlSolveBackward0", out, new Tensor[] {ld, b}, new Tensor[0], c -> {
            throw new AutogradException("the derivative for 'linalg_ldl_solve' is not implemented.");
        });
    }

    private static long[] wide(long[] batch, long m, long n) {
        long[] all = Arrays.copyOf(batch, batch.length + 2);
        all[batch.length] = m;
        all[batch.length + 1] = n;
        return all;
    }

    /** From rows that hold the factors, a pivot, and the right-hand sides. */
    private static double[] solved(double[] x, int n, int r) {
        int w = n + 1 + r;
        double[] b = new double[n * r];
        for (int i = 0; i < n; i++) {
            System.arraycopy(x, i * w + n + 1, b, i * r, r);
        }
        for (int k = 0; k < n; ) {
            boolean block = x[k * w + n] < 0;
            double pivot = Math.abs(x[k * w + n]);
            if (!(pivot >= 1 && pivot <= n) || block && k + 1 >= n) {
                throw new ArgumentException("torch.linalg.ldl_solve: Pivots given to ldl_solve must all satisfy"
                        + " 1 <= |pivot| <= " + n + " and come in pairs where negative, got " + x[k * w + n]);
            }
            rows(b, r, block ? k + 1 : k, (int) Math.abs(x[k * w + n]) - 1);
            for (int c = k; c <= (block ? k + 1 : k); c++) {
                for (int i = block ? k + 2 : k + 1; i < n; i++) {
                    add(b, r, i, c, -x[i * w + c]);
                }
            }
            for (int j = 0; j < r; j++) {
                if (!block) {
                    b[k * r + j] /= x[k * w + k];
                    continue;
                }
                double off = x[(k + 1) * w + k];
                double upper = x[k * w + k] / off;
                double lower = x[(k + 1) * w + k + 1] / off;
                double first = b[k * r + j] / off;
                double second = b[(k + 1) * r + j] / off;
                b[k * r + j] = (lower * first - second) / (upper * lower - 1);
                b[(k + 1) * r + j] = (upper * second - first) / (upper * lower - 1);
            }
            k += block ? 2 : 1;
        }
        for (int k = n - 1; k >= 0; ) {
            boolean block = x[k * w + n] < 0;
            for (int c = block ? k - 1 : k; c <= k; c++) {
                for (int i = k + 1; i < n; i++) {
                    add(b, r, c, i, -x[i * w + c]);
                }
            }
            rows(b, r, k, (int) Math.abs(x[k * w + n]) - 1);
            k -= block ? 2 : 1;
        }
        return b;
    }

    private static void add(double[] b, int r, int to, int from, double factor) {
        for (int j = 0; j < r; j++) {
            b[to * r + j] += factor * b[from * r + j];
        }
    }

    private static void rows(double[] b, int r, int i, int k) {
        for (int j = 0; j < r && i != k; j++) {
            exchange(b, i * r + j, k * r + j);
        }
    }
}
