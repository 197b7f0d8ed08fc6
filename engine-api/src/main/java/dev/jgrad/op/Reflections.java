package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/**
 * Householder's reflections H = I - tau v v^T in LAPACK's compact form: v below the diagonal of a matrix, its leading 1 not stored,
 * R on and above it. Signs are LAPACK's. Source: Golub and Van Loan, 5.1.
 */
public final class Reflections {
    private Reflections() {}

    /** Overwrites a row-major m x n matrix with its reflections and R; returns the factors tau. */
    static double[] factor(double[] a, int m, int n) {
        int k = Math.min(m, n);
        double[] tau = new double[k];
        for (int c = 0; c < k; c++) {
            double below = 0;
            for (int i = c + 1; i < m; i++) {
                below = Math.hypot(below, a[i * n + c]);
            }
            if (below == 0) {
                continue; // tau is 0: the column is as it should be
            }
            double alpha = a[c * n + c];
            double beta = -Math.copySign(Math.hypot(alpha, below), alpha);
            tau[c] = (beta - alpha) / beta;
            for (int i = c + 1; i < m; i++) {
                a[i * n + c] /= alpha - beta;
            }
            a[c * n + c] = beta;
            for (int j = c + 1; j < n; j++) {
                double s = a[c * n + j];
                for (int i = c + 1; i < m; i++) {
                    s += a[i * n + c] * a[i * n + j];
                }
                s *= tau[c];
                a[c * n + j] -= s;
                for (int i = c + 1; i < m; i++) {
                    a[i * n + j] -= s * a[i * n + c];
                }
            }
        }
        return tau;
    }

    /** The first {@code columns} columns of H1 H2 ... from the compact form of an m x n matrix. */
    static double[] product(double[] a, double[] tau, int m, int n, int columns) {
        double[] q = new double[m * columns];
        for (int i = 0; i < Math.min(m, columns); i++) {
            q[i * columns + i] = 1;
        }
        for (int c = tau.length - 1; c >= 0; c--) {
            for (int j = 0; j < columns; j++) {
                double s = q[c * columns + j];
                for (int i = c + 1; i < m; i++) {
                    s += a[i * n + c] * q[i * columns + j];
                }
                s *= tau[c];
                q[c * columns + j] -= s;
                for (int i = c + 1; i < m; i++) {
                    q[i * columns + j] -= s * a[i * n + c];
                }
            }
        }
        return q;
    }

    /** The compact form and the factors: {@code torch.geqrf}. */
    public static Tensor[] geqrf(Tensor a) {
        HostMatrices.check("geqrf", a);
        int m = HeapArrays.length(a.size(-2));
        int n = HeapArrays.length(a.size(-1));
        Tensor[] out = HostMatrices.apply(a, new long[][] {{m, n}, {Math.min(m, n)}}, x -> {
            double[] tau = factor(x, m, n);
            return new double[][] {x, tau};
        });
        Dispatcher.recordAll("GeqrfBackward0", out, new Tensor[] {a}, new Tensor[0], c -> {
            throw new AutogradException(
                    "the derivative for 'geqrf' is not implemented. Use linalg.qr, which is differentiable");
        });
        return out;
    }

    /** The first columns of the product of reflections: {@code torch.linalg.householder_product}. */
    public static Tensor product(Tensor a, Tensor tau) {
        check("torch.linalg.householder_product", a, tau);
        if (a.size(-2) < a.size(-1)) {
            throw new ShapeException(
                    "torch.linalg.householder_product: input.shape[-2] must be greater than or equal to input.shape[-1]");
        }
        if (a.size(-1) < tau.size(-1)) {
            throw new ShapeException(
                    "torch.linalg.householder_product: input.shape[-1] must be greater than or equal to tau.shape[-1]");
        }
        return Composed.named("LinalgHouseholderProductBackward0", new Tensor[] {a, tau}, x -> {
            Tensor eye = Tensors.eye(new TensorOptions(x[0].dtype(), x[0].device()), x[0].size(-2), x[0].size(-1));
            return applied(x[0], x[1], eye.expandAs(x[0]).clone(), false);
        });
    }

    /** Q C, Q^T C, C Q or C Q^T for the Q of a compact form: {@code torch.ormqr}. */
    public static Tensor ormqr(Tensor a, Tensor tau, Tensor other, boolean left, boolean transpose) {
        check("torch.ormqr", a, tau);
        if (other.dtype() != a.dtype()) {
            throw new DTypeException(
                    "torch.ormqr: Expected input and other to have the same dtype, but input has dtype "
                            + a.dtype().label() + " and other has dtype "
                            + other.dtype().label());
        }
        if (other.dim() < 2 || other.dim() != a.dim()) {
            throw new ShapeException("torch.ormqr: other must have at least 2 dimensions, as many as input. Got "
                    + other.shape() + " and " + a.shape());
        }
        if (other.size(left ? -2 : -1) != a.size(-2)) {
            throw new ShapeException("torch.ormqr: other.shape[" + (left ? -2 : -1)
                    + "] must be equal to input.shape[-2]. Got " + other.shape() + " and " + a.shape());
        }
        if (tau.size(-1) > a.size(-1)) {
            throw new ShapeException("torch.ormqr: other.shape[" + (left ? -2 : -1)
                    + "] must be greater than or equal to tau.shape[-1]");
        }
        return Composed.named(
                "OrmqrBackward0",
                new Tensor[] {a, tau, other},
                x -> left
                        ? applied(x[0], x[1], x[2], transpose)
                        : applied(x[0], x[1], x[2].mT(), !transpose).mT().clone());
    }

    private static void check(String op, Tensor a, Tensor tau) {
        HostMatrices.check(op, a);
        if (tau.dtype() != a.dtype()) {
            throw new DTypeException(op + ": tau dtype " + tau.dtype().label() + " does not match input dtype "
                    + a.dtype().label());
        }
        if (tau.dim() != a.dim() - 1) {
            throw new ShapeException(
                    op + ": Expected tau to have one dimension less than input, but got tau.ndim equal to " + tau.dim()
                            + " and input.ndim is equal to " + a.dim());
        }
        long[] batch = HostMatrices.sizes(a, 2);
        if (!Arrays.equals(batch, HostMatrices.sizes(tau, 1))) {
            throw new ArgumentException(op + ": batch dimensions of tau should be equal to input.shape[:-2], but got "
                    + tau.shape() + " for " + a.shape());
        }
    }

    private static Tensor applied(Tensor a, Tensor tau, Tensor start, boolean transpose) {
        int k = HeapArrays.length(tau.size(-1));
        Tensor unit = a.tril(-1).add(Tensors.eye(new TensorOptions(a.dtype(), a.device()), a.size(-2), a.size(-1)));
        Tensor result = start;
        for (int i = 0; i < k; i++) {
            int c = transpose ? i : k - 1 - i;
            Tensor v = unit.narrow(-1, c, 1);
            Tensor t = tau.narrow(-1, c, 1).unsqueeze(-1);
            result = result.sub(v.mul(t).matmul(v.mT().matmul(result)));
        }
        return result;
    }
}
