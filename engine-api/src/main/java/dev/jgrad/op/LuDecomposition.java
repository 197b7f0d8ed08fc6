package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/** A = P L U with partial pivoting, in LAPACK's compact form: L below the diagonal, U on and above it, pivots from 1. */
public final class LuDecomposition {
    private LuDecomposition() {}

    /** Compact factors, pivots and, per matrix, the first zero on the diagonal of U (0 for none). */
    public static Tensor[] factor(String op, Tensor a, boolean pivot) {
        HostMatrices.check(op, a);
        if (!pivot) {
            throw new ArgumentException(op + ": LU without pivoting is not implemented on the CPU");
        }
        int m = HeapArrays.length(a.size(-2));
        int n = HeapArrays.length(a.size(-1));
        int k = Math.min(m, n);
        Tensor[] raw = HostMatrices.apply(a, new long[][] {{m, n}, {k}, {}}, x -> {
            int[] pivots = new int[k];
            DenseAlgorithms.lu(x, m, n, pivots);
            double[] from1 = new double[k];
            double info = 0;
            for (int i = k - 1; i >= 0; i--) {
                from1[i] = pivots[i] + 1;
                info = x[i * n + i] == 0 ? i + 1 : info;
            }
            return new double[][] {x, from1, {info}};
        });
        Tensor[] out = {raw[0], raw[1].to(DType.INT32), raw[2].to(DType.INT32)};
        Dispatcher.recordAll("LinalgLuFactorExBackward0", out, new Tensor[] {a}, new Tensor[] {out[0], out[1]}, c -> {
            Tensor lu = c.saved(0);
            Tensor g = c.grad();
            Tensor lower = lower(lu, k);
            Tensor upper = upper(lu, k);
            Tensor gl = g.narrow(-1, 0, k).tril(-1);
            Tensor gu = g.narrow(-2, 0, k).triu(0);
            return new Tensor[] {gradient(permutation(c.saved(1), m), lower, upper, gl, gu, m, n)};
        });
        return out;
    }

    /** P, L and U as matrices. */
    public static Tensor[] lu(Tensor a, boolean pivot) {
        int m = HeapArrays.length(a.size(-2 + (a.dim() < 2 ? 2 : 0)));
        Tensor[] f = Grad.noGrad(() -> factor("linalg.lu", a.detach(), pivot));
        int n = HeapArrays.length(a.size(-1));
        int k = Math.min(m, n);
        Tensor p = permutation(f[1], m).to(a.dtype());
        Tensor l = lower(f[0], k).clone();
        Tensor u = upper(f[0], k).clone();
        Dispatcher.recordAll("LinalgLuBackward0", new Tensor[] {l, u}, new Tensor[] {a}, new Tensor[] {p, l, u}, c ->
                new Tensor[] {gradient(c.saved(0), c.saved(1), c.saved(2), c.grad(0), c.grad(1), m, n)});
        return new Tensor[] {p, l, u};
    }

    private static Tensor lower(Tensor lu, int k) {
        Tensor l = lu.narrow(-1, 0, k).tril(-1);
        return l.add(Tensors.eye(new TensorOptions(lu.dtype(), lu.device()), lu.size(-2), k));
    }

    private static Tensor upper(Tensor lu, int k) {
        return lu.narrow(-2, 0, k).triu(0);
    }

    /** The gradient of A = P L U. What is not square is a square part and a product with the rest. */
    private static Tensor gradient(Tensor p, Tensor l, Tensor u, Tensor gl, Tensor gu, int m, int n) {
        int k = Math.min(m, n);
        Tensor l1 = l.narrow(-2, 0, k);
        Tensor u1 = u.narrow(-1, 0, k);
        Tensor phiL = l1.mT().matmul(gl.narrow(-2, 0, k));
        Tensor phiU = gu.narrow(-1, 0, k).matmul(u1.mT());
        if (n > k) {
            phiL = phiL.sub(
                    gu.narrow(-1, k, n - k).matmul(u.narrow(-1, k, n - k).mT()));
        }
        if (m > k) {
            phiU = phiU.sub(l.narrow(-2, k, m - k).mT().matmul(gl.narrow(-2, k, m - k)));
        }
        Tensor phi = phiL.tril(-1).add(phiU.triu(0));
        Tensor left = TriangularSolving.solve(l1.mT(), phi, true, true, true);
        Tensor g = TriangularSolving.solve(u1.mT(), left, false, false, false);
        if (n > k) {
            Tensor rest = TriangularSolving.solve(l1.mT(), gu.narrow(-1, k, n - k), true, true, true);
            g = Tensors.cat(g.dim() - 1, g, rest);
        }
        if (m > k) {
            Tensor rest = TriangularSolving.solve(u1.mT(), gl.narrow(-2, k, m - k), false, false, false);
            g = Tensors.cat(g.dim() - 2, g, rest);
        }
        return p.to(g.dtype()).matmul(g);
    }

    /** The permutation matrices that pivots stand for. */
    public static Tensor permutation(Tensor pivots, int m) {
        Tensor wide = pivots.unsqueeze(-2).to(DType.FLOAT64);
        int k = HeapArrays.length(pivots.size(-1));
        return HostMatrices.apply(wide, new long[][] {{m, m}}, x -> {
            int[] order = new int[m];
            Arrays.setAll(order, i -> i);
            for (int i = 0; i < k; i++) {
                int j = (int) x[i] - 1;
                if (j < 0 || j >= m) {
                    throw new ArgumentException(
                            "torch.lu_unpack: pivots hold row numbers from 1 to " + m + ", got " + x[i]);
                }
                int t = order[i];
                order[i] = order[j];
                order[j] = t;
            }
            double[] p = new double[m * m];
            for (int i = 0; i < m; i++) {
                p[order[i] * m + i] = 1;
            }
            return new double[][] {p};
        })[0];
    }

    /** P, L and U from compact factors; parts that are not asked for are empty. */
    public static Tensor[] unpack(Tensor data, Tensor pivots, boolean unpackData, boolean unpackPivots) {
        if (pivots.dtype() != DType.INT32) {
            throw new DTypeException(
                    "torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32"
                            + " dtype. Note: this function is intended to be used with the output produced by torch.linalg.lu_factor");
        }
        HostMatrices.check("torch.lu_unpack", data);
        int m = HeapArrays.length(data.size(-2));
        int k = HeapArrays.length(Math.min(data.size(-1), m));
        Tensor empty = data.detach().newZeros(0);
        Tensor p = unpackPivots ? permutation(pivots, m).to(data.dtype()) : empty;
        if (!unpackData) {
            return new Tensor[] {p, empty, empty};
        }
        Tensor[] both = Composed.namedAll("LuUnpackBackward0", new Tensor[] {data}, x ->
                new Tensor[] {lower(x[0], k), upper(x[0], k).clone()});
        return new Tensor[] {p, both[0], both[1]};
    }

    /** X of A X = B (or X A = B, or with A transposed) from the factors of A. */
    public static Tensor solve(Tensor lu, Tensor pivots, Tensor b, boolean left, boolean adjoint) {
        HostMatrices.checkSquare("linalg.lu_solve", lu);
        if (pivots.dtype() != DType.INT32) {
            throw new DTypeException("linalg.lu_solve: pivots should be a Tensor of scalar type torch.int32, got "
                    + pivots.dtype().label());
        }
        if (b.dtype() != lu.dtype()) {
            throw new DTypeException("linalg.lu_solve: Expected LU and B to have the same dtype, but found LU of type "
                    + lu.dtype().scalarTypeName() + " and B of type "
                    + b.dtype().scalarTypeName());
        }
        if (b.dim() < 2 || b.size(left ? -2 : -1) != lu.size(-1)) {
            throw new ShapeException("linalg.lu_solve: Incompatible shapes of A and B for the equation "
                    + (left ? "AX = B" : "XA = B") + " (" + lu.shape() + " and " + b.shape() + ")");
        }
        int n = HeapArrays.length(lu.size(-1));
        if (pivots.dim() != lu.dim() - 1 || pivots.size(-1) != n) {
            throw new ShapeException(
                    "linalg.lu_solve: Number of pivots per batch should be same as the dimension of the"
                            + " matrix, got " + pivots.shape() + " for " + lu.shape());
        }
        Tensor rows = permutation(pivots, n).to(lu.dtype());
        return Composed.named("LinalgLuSolveBackward0", new Tensor[] {lu, b}, new Tensor[] {rows}, x -> {
            Tensor p = x[2];
            Tensor right = left ? x[1] : x[1].mT();
            Tensor solution;
            if (left != adjoint) {
                Tensor half = TriangularSolving.solve(x[0], p.mT().matmul(right), false, true, true);
                solution = TriangularSolving.solve(x[0], half, true, true, false);
            } else {
                Tensor half = TriangularSolving.solve(x[0].mT(), right, false, true, false);
                solution = p.matmul(TriangularSolving.solve(x[0].mT(), half, true, true, true));
            }
            return left ? solution : solution.mT().clone();
        });
    }
}
