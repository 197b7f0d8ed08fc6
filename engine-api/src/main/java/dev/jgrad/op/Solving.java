package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/** Linear equations, inverses, determinants, powers of batches of square matrices. */
public final class Solving {
    private Solving() {}

    /** Says which matrix is singular, by the first zero on the diagonal of its factor U. */
    private static ArgumentException singular(String op, String what, Tensor info) {
        Tensor flat = Batching.lower(info).reshape(-1);
        int at = 0;
        while (flat.select(0, at).itemLong() == 0) {
            at++;
        }
        return new ArgumentException(op + ": " + (info.dim() == 0 ? "" : "(Batch element " + at + "): ")
                + "The diagonal element " + flat.select(0, at).itemLong() + " is zero, the " + what
                + " could not be completed because the input matrix is singular.");
    }

    private static double firstZero(double[] lu, int n) {
        for (int i = 0; i < n; i++) {
            if (lu[i * n + i] == 0) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean failed(Tensor info) {
        return Batching.any(info.ne(0));
    }

    /** The inverse. */
    public static Tensor inv(Tensor a) {
        if (Autocasting.applies("linalg_inv", a)) {
            return Autocasting.run("linalg_inv", in -> inv(in[0]), a);
        }
        return invEx("linalg.inv", a, true)[0];
    }

    /** The inverse, and per matrix the first zero on the diagonal of its factor U, 0 for none. */
    public static Tensor[] invEx(String op, Tensor a, boolean check) {
        HostMatrices.checkSquare(op, a);
        int n = HeapArrays.length(a.size(-1));
        Tensor[] both = HostMatrices.apply(a, new long[][] {{n, n}, {}}, m -> {
            int[] pivot = new int[n];
            DenseAlgorithms.lu(m, n, pivot);
            double[] eye = new double[n * n];
            for (int i = 0; i < n; i++) {
                eye[i * n + i] = 1;
            }
            DenseAlgorithms.luSolve(m, n, pivot, eye, n);
            return new double[][] {eye, {firstZero(m, n)}};
        });
        if (check && failed(both[1])) {
            throw singular("linalg.inv", "inversion", both[1]);
        }
        Tensor out = Dispatcher.record("LinalgInvExBackward0", both[0], new Tensor[] {a}, new Tensor[] {both[0]}, c -> {
            Tensor t = c.saved(0).mT();
            return new Tensor[] {t.matmul(c.grad()).matmul(t).neg()};
        });
        return new Tensor[] {out, both[1].to(DType.INT32)};
    }

    /** X of A X = B, or of X A = B; a vector B has one dimension less than A. */
    public static Tensor solve(Tensor a, Tensor b, boolean left) {
        if (Autocasting.applies("linalg_solve", a)) {
            return Autocasting.run("linalg_solve", in -> solve(in[0], in[1], left), a, b);
        }
        return solveEx(a, b, left, true)[0];
    }

    /** X, and per matrix the first zero on the diagonal of its factor U, 0 for none. */
    public static Tensor[] solveEx(Tensor a, Tensor b, boolean left, boolean check) {
        HostMatrices.checkSquare("linalg.solve", a);
        if (a.dtype() != b.dtype()) {
            throw new DTypeException("linalg.solve: Expected A and B to have the same dtype, but found A of type "
                    + a.dtype().scalarTypeName() + " and B of type " + b.dtype().scalarTypeName() + " instead");
        }
        boolean vector = b.dim() == 1
                || (b.dim() == a.dim() - 1
                        && Arrays.equals(
                                HostMatrices.sizes(a, 1), TensorAccess.shown(b).sizes()));
        if (vector && !left) {
            throw new ArgumentException(
                    "linalg.solve: Vector broadcasting of the left hand side is not supported for left=False.");
        }
        Tensor right = vector ? b.unsqueeze(-1) : b;
        if (right.dim() < 2 || (left ? right.size(-2) : right.size(-1)) != a.size(-1)) {
            throw new ShapeException("linalg.solve: Incompatible shapes of A and B for the equation "
                    + (left ? "AX = B" : "XA = B") + " (" + a.size(-2) + "x" + a.size(-1) + " and "
                    + (right.dim() < 2 ? right.numel() : right.size(-2)) + "x" + right.size(-1) + ")");
        }
        long[] batch = Broadcasting.sizes(HostMatrices.sizes(a, 2), HostMatrices.sizes(right, 2));
        Tensor wideA = ViewOps.wide(a, joined(batch, a.size(-2), a.size(-1)));
        Tensor wideB = ViewOps.wide(right, joined(batch, right.size(-2), right.size(-1)));
        Tensor[] both = left ? solved(wideA, wideB, check) : solved(wideA.mT(), wideB.mT(), check);
        Tensor x = left ? both[0] : both[0].mT();
        return new Tensor[] {vector ? x.squeeze(-1) : x, both[1]};
    }

    static long[] joined(long[] batch, long m, long n) {
        long[] all = Arrays.copyOf(batch, batch.length + 2);
        all[batch.length] = m;
        all[batch.length + 1] = n;
        return all;
    }

    /** One operation: A^-1 B with the same batch on both sides. */
    private static Tensor[] solved(Tensor a, Tensor b, boolean check) {
        int n = HeapArrays.length(a.size(-1));
        int r = HeapArrays.length(b.size(-1));
        Tensor both = Grad.noGrad(() -> Tensors.cat(a.dim() - 1, a.detach(), b.detach()));
        Tensor[] out = HostMatrices.apply(both, new long[][] {{n, r}, {}}, m -> {
            double[] lu = new double[n * n];
            double[] x = new double[n * r];
            for (int i = 0; i < n; i++) {
                System.arraycopy(m, i * (n + r), lu, i * n, n);
                System.arraycopy(m, i * (n + r) + n, x, i * r, r);
            }
            int[] pivot = new int[n];
            DenseAlgorithms.lu(lu, n, pivot);
            DenseAlgorithms.luSolve(lu, n, pivot, x, r);
            return new double[][] {x, {firstZero(lu, n)}};
        });
        if (check && failed(out[1])) {
            throw singular("torch.linalg.solve", "solve", out[1]);
        }
        Dispatcher.record("LinalgSolveExBackward0", out[0], new Tensor[] {a, b}, new Tensor[] {a, out[0]}, c -> {
            Tensor gb = solved(c.saved(0).mT(), c.grad(), true)[0];
            return new Tensor[] {c.needs(0) ? gb.matmul(c.saved(1).mT()).neg() : null, c.needs(1) ? gb : null};
        });
        return new Tensor[] {out[0], out[1].to(DType.INT32)};
    }

    /** The determinant. */
    public static Tensor det(Tensor a) {
        HostMatrices.checkSquare("linalg.det", a);
        int n = HeapArrays.length(a.size(-1));
        Tensor out = HostMatrices.apply(a, new long[][] {{}}, m -> {
            double d = DenseAlgorithms.lu(m, n, new int[n]);
            for (int i = 0; i < n; i++) {
                d *= m[i * n + i];
            }
            return new double[][] {{d}};
        })[0];
        return Dispatcher.record("LinalgDetBackward0", out, new Tensor[] {a}, new Tensor[] {a, out}, c -> {
            Tensor g = c.grad().unsqueeze(-1).unsqueeze(-1);
            Tensor x = c.saved(0);
            if (Batching.any(c.saved(1).eq(0))) {
                return new Tensor[] {g.mul(cofactors(x))};
            }
            return new Tensor[] {g.mul(c.saved(1).unsqueeze(-1).unsqueeze(-1)).mul(inv(x).mT())};
        });
    }

    /** The derivative of the determinant, which exists for singular matrices too: signed minors. */
    private static Tensor cofactors(Tensor a) {
        int n = HeapArrays.length(a.size(-1));
        return HostMatrices.apply(a, new long[][] {{n, n}}, m -> {
            double[] out = new double[n * n];
            double[] minor = new double[(n - 1) * (n - 1)];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    int at = 0;
                    for (int k = 0; k < n * n; k++) {
                        if (k / n != i && k % n != j) {
                            minor[at++] = m[k];
                        }
                    }
                    double d = DenseAlgorithms.lu(minor, n - 1, new int[n - 1]);
                    for (int k = 0; k < n - 1; k++) {
                        d *= minor[k * (n - 1) + k];
                    }
                    out[i * n + j] = (i + j) % 2 == 0 ? d : -d;
                }
            }
            return new double[][] {out};
        })[0];
    }

    /** Sign and logarithm of the absolute value of the determinant. */
    public static Tensor[] slogdet(Tensor a) {
        HostMatrices.checkSquare("linalg.slogdet", a);
        int n = HeapArrays.length(a.size(-1));
        Tensor[] out = HostMatrices.apply(a, new long[][] {{}, {}}, m -> {
            double sign = DenseAlgorithms.lu(m, n, new int[n]);
            double log = 0;
            for (int i = 0; i < n; i++) {
                double d = m[i * n + i];
                sign *= Math.signum(d);
                log += Math.log(Math.abs(d));
            }
            return new double[][] {{sign}, {log}};
        });
        Dispatcher.recordAll("LinalgSlogdetBackward0", out, new Tensor[] {a}, new Tensor[] {a}, c -> new Tensor[] {
            c.grad(1).unsqueeze(-1).unsqueeze(-1).mul(inv(c.saved(0)).mT())
        });
        return out;
    }

    /** Products of a matrix with itself; negative powers are those of the inverse. */
    public static Tensor matrixPower(Tensor a, int n) {
        if (a.dim() < 2 || a.size(-1) != a.size(-2)) {
            throw new ShapeException("linalg.matrix_power: A must be batches of square matrices, but they are "
                    + (a.dim() < 2 ? 1 : a.size(-2)) + " by " + (a.dim() < 1 ? 1 : a.size(-1)) + " matrices");
        }
        if (n == 0) {
            Tensor eye = Tensors.eye(new TensorOptions(a.dtype(), a.device()), a.size(-1), a.size(-1));
            Tensor out = CopyOps.rawClone(eye.expand(TensorAccess.shown(a).sizes()));
            return Dispatcher.record("CopyBackwards", out, new Tensor[] {a}, new Tensor[0], c ->
                    new Tensor[] {c.grad().zerosLike()});
        }
        Tensor base = n < 0 ? inv(a) : a;
        Tensor result = null;
        for (long k = Math.abs((long) n); k > 0; k >>= 1) {
            if ((k & 1) != 0) {
                result = result == null ? base : result.matmul(base);
            }
            if (k > 1) {
                base = base.matmul(base);
            }
        }
        return n == 1 ? a.clone() : java.util.Objects.requireNonNull(result);
    }

    /** e to the power of a matrix: scaling, a Taylor polynomial, squaring. */
    public static Tensor matrixExp(Tensor a) {
        if (!a.isFloatingPoint()) {
            throw new DTypeException("linalg.matrix_exp: Expected a floating point or complex tensor as input. Got "
                    + a.dtype().scalarTypeName());
        }
        if (a.dim() < 2 || a.size(-1) != a.size(-2)) {
            throw new ShapeException(
                    "linalg.matrix_exp: A must be batches of square matrices, but it has shape " + a.shape());
        }
        if (a.numel() == 0) {
            return a.clone();
        }
        double norm = Batching.lower(a)
                .to(DType.FLOAT64)
                .abs()
                .sum(new int[] {-2}, false)
                .max()
                .item();
        if (!Double.isFinite(norm)) {
            return a.mul(Double.NaN);
        }
        int squarings = Math.max(0, (int) Math.ceil(Math.log(Math.max(norm, 1e-300)) / Math.log(2)) + 2);
        return Composed.named("LinalgMatrixExpBackward0", new Tensor[] {a}, t -> {
            Tensor x = t[0].to(DType.FLOAT64).mul(Math.pow(0.5, squarings));
            Tensor eye = Tensors.eye(new TensorOptions(x.dtype(), x.device()), x.size(-1), x.size(-1));
            Tensor sum = eye.add(x);
            Tensor term = x;
            for (int k = 2; k <= 18; k++) {
                term = term.matmul(x).div((double) k);
                sum = sum.add(term);
            }
            for (int k = 0; k < squarings; k++) {
                sum = sum.matmul(sum);
            }
            return sum.to(t[0].dtype());
        });
    }

    /** The product of a chain of matrices, multiplied in the cheapest order. */
    public static Tensor multiDot(Tensor... tensors) {
        int n = tensors.length;
        if (n < 2) {
            throw new ArgumentException("multi_dot(): expected at least 2 tensors but got " + n);
        }
        if (Autocasting.applies("linalg_multi_dot", tensors[0])) {
            return Autocasting.run("linalg_multi_dot", in -> multiDot(in), tensors);
        }
        boolean row = tensors[0].dim() == 1;
        boolean column = tensors[n - 1].dim() == 1;
        Tensor[] chain = tensors.clone();
        chain[0] = row ? chain[0].unsqueeze(0) : chain[0];
        chain[n - 1] = column ? chain[n - 1].unsqueeze(-1) : chain[n - 1];
        for (int i = 0; i < n; i++) {
            if (chain[i].dim() != 2) {
                throw new ShapeException("multi_dot(): tensor " + i + " must be 2D but got " + tensors[i].dim() + "D");
            }
            if (i > 0 && chain[i - 1].size(1) != chain[i].size(0)) {
                throw new ShapeException("multi_dot(): tensors " + (i - 1) + " and " + i + " with shapes "
                        + chain[i - 1].shape() + " and " + chain[i].shape() + " cannot be multiplied");
            }
        }
        Tensor product = multiplied(chain, order(chain), 0, n - 1);
        product = row ? product.squeeze(0) : product;
        return column ? product.squeeze(-1) : product;
    }

    private static int[][] order(Tensor[] chain) {
        int n = chain.length;
        long[] size = new long[n + 1];
        for (int i = 0; i < n; i++) {
            size[i] = chain[i].size(0);
        }
        size[n] = chain[n - 1].size(1);
        double[][] cost = new double[n][n];
        int[][] split = new int[n][n];
        for (int length = 1; length < n; length++) {
            for (int i = 0; i + length < n; i++) {
                int j = i + length;
                cost[i][j] = Double.POSITIVE_INFINITY;
                for (int k = i; k < j; k++) {
                    double c = cost[i][k] + cost[k + 1][j] + (double) size[i] * size[k + 1] * size[j + 1];
                    if (c < cost[i][j]) {
                        cost[i][j] = c;
                        split[i][j] = k;
                    }
                }
            }
        }
        return split;
    }

    private static Tensor multiplied(Tensor[] chain, int[][] split, int i, int j) {
        if (i == j) {
            return chain[i];
        }
        int k = split[i][j];
        return multiplied(chain, split, i, k).mm(multiplied(chain, split, k + 1, j));
    }

    /** X of A X = B from the Cholesky factor L of A; the gradient is that of (L L^T)^-1 B, as in PyTorch. */
    public static Tensor choleskySolve(Tensor b, Tensor factor, boolean upper) {
        HostMatrices.checkSquare("cholesky_solve", factor);
        if (b.dim() < 2 || b.size(-2) != factor.size(-1)) {
            throw new ShapeException("Incompatible matrix sizes for cholesky_solve: each A matrix is " + factor.size(-1)
                    + " by " + factor.size(-1) + " but each b matrix is " + b.shape());
        }
        long[] batch = Broadcasting.sizes(HostMatrices.sizes(b, 2), HostMatrices.sizes(factor, 2));
        Tensor wideB = b.expand(joined(batch, b.size(-2), b.size(-1)));
        Tensor wide = factor.expand(joined(batch, factor.size(-2), factor.size(-1)));
        Tensor out = Grad.noGrad(() -> {
            Tensor lower = upper ? wide.detach().mT() : wide.detach();
            Tensor half = TriangularSolving.solve(lower, wideB.detach(), false, true, false);
            return TriangularSolving.solve(lower.mT(), half, true, true, false).clone();
        });
        return Dispatcher.record(
                "CholeskySolveBackward0", out, new Tensor[] {wideB, wide}, new Tensor[] {wide, out}, c -> {
                    Tensor gb = choleskySolve(c.grad(), c.saved(0), upper);
                    if (!c.needs(1)) {
                        return new Tensor[] {gb, null};
                    }
                    Tensor p = gb.matmul(c.saved(1).mT());
                    Tensor common = p.add(p.mT());
                    Tensor gl = upper ? c.saved(0).matmul(common) : common.matmul(c.saved(0));
                    return new Tensor[] {gb, gl.neg()};
                });
    }

    /** The inverse of A from its Cholesky factor. */
    public static Tensor choleskyInverse(Tensor factor, boolean upper) {
        HostMatrices.checkSquare("cholesky_inverse", factor);
        if (Batching.any(factor.detach().diagonal(0, -2, -1).eq(0))) {
            throw new ArgumentException("cholesky_inverse: A diagonal element is zero, the inversion could not be"
                    + " completed because the input matrix is singular.");
        }
        Tensor out = Grad.noGrad(() -> {
            Tensor eye =
                    Tensors.eye(new TensorOptions(factor.dtype(), factor.device()), factor.size(-1), factor.size(-1));
            return choleskySolve(eye.expandAs(factor), factor.detach(), upper);
        });
        return Dispatcher.record(
                "CholeskyInverseBackward0", out, new Tensor[] {factor}, new Tensor[] {factor, out}, c -> {
                    Tensor x = c.saved(1);
                    Tensor common = x.matmul(c.grad().add(c.grad().mT())).matmul(x);
                    Tensor l = c.saved(0);
                    return new Tensor[] {(upper ? l.matmul(common) : common.matmul(l)).neg()};
                });
    }
}
