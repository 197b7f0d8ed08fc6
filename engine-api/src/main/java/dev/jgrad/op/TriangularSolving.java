package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Linear equations with triangular matrices, by substitution; what is zero on the diagonal is divided by all the same. */
public final class TriangularSolving {
    private TriangularSolving() {}

    /** X of A X = B, or of X A = B when not left; the batch dimensions broadcast. */
    public static Tensor solve(Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
        check(a, b, left);
        Tensor out = Grad.noGrad(() -> left
                ? substituted(a.detach(), b.detach(), upper, unitriangular)
                : substituted(a.detach().mT(), b.detach().mT(), !upper, unitriangular)
                        .mT()
                        .clone());
        return Dispatcher.record(
                "LinalgSolveTriangularBackward0", out, new Tensor[] {a, b}, new Tensor[] {a, out}, c -> {
                    Tensor gb = solve(c.saved(0).mT(), c.grad(), !upper, left, unitriangular);
                    if (!c.needs(0)) {
                        return new Tensor[] {null, gb};
                    }
                    Tensor x = c.saved(1).mT();
                    Tensor full = left ? gb.matmul(x) : x.matmul(gb);
                    return new Tensor[] {triangle(full.neg(), upper, unitriangular), c.needs(1) ? gb : null};
                });
    }

    /** {@code torch.triangular_solve}: X of A X = B or A^T X = B, and a copy of A, as one node. */
    public static Tensor[] triangularSolve(
            Tensor b, Tensor a, boolean upper, boolean transpose, boolean unitriangular) {
        checkOld(b, a);
        if (Batching.isBatched(a) != Batching.isBatched(b)) {
            // Both results differ between examples, or the gradient of one would be counted once for each.
            Backend be = Dispatcher.backend("triangular_solve", b, a);
            return triangularSolve(Batching.lift(b, be), Batching.lift(a, be), upper, transpose, unitriangular);
        }
        Tensor plain = a.detach();
        Tensor[] out = Grad.noGrad(() -> new Tensor[] {
            substituted(transpose ? plain.mT() : plain, b.detach(), upper != transpose, unitriangular), plain.clone()
        });
        Dispatcher.recordAll("TriangularSolveBackward0", out, new Tensor[] {b, a}, new Tensor[] {a, out[0]}, c -> {
            Tensor gb = null;
            Tensor ga = c.hasGrad(1) ? c.grad(1) : null;
            if (c.hasGrad(0)) {
                Tensor coefficient = transpose ? c.saved(0) : c.saved(0).mT();
                gb = solve(coefficient, c.grad(0), upper == transpose, true, unitriangular);
                Tensor full = transpose
                        ? c.saved(1).matmul(gb.mT())
                        : gb.matmul(c.saved(1).mT());
                Tensor own = triangle(full.neg(), upper, unitriangular);
                ga = ga == null ? own : ga.add(own);
            }
            return new @Nullable Tensor[] {gb, ga};
        });
        return out;
    }

    private static Tensor triangle(Tensor full, boolean upper, boolean unitriangular) {
        return upper ? full.triu(unitriangular ? 1 : 0) : full.tril(unitriangular ? -1 : 0);
    }

    private static void check(Tensor a, Tensor b, boolean left) {
        HostMatrices.checkSquare("linalg.solve_triangular", a);
        if (b.dim() < 2) {
            throw new ShapeException("linalg.solve_triangular: The input tensor B must have at least 2 dimensions.");
        }
        if (a.dtype() != b.dtype()) {
            throw new DTypeException("linalg.solve_triangular: Expected A and B to have the same dtype, but found A of"
                    + " type " + a.dtype().scalarTypeName() + " and B of type "
                    + b.dtype().scalarTypeName() + " instead");
        }
        if ((left ? b.size(-2) : b.size(-1)) != a.size(-1)) {
            throw new ShapeException("linalg.solve_triangular: Incompatible shapes of A and B for the equation "
                    + (left ? "AX = B" : "XA = B") + " (" + a.size(-2) + "x" + a.size(-1) + " and " + b.size(-2) + "x"
                    + b.size(-1) + ")");
        }
    }

    private static void checkOld(Tensor b, Tensor a) {
        Tensor[] both = {b, a};
        for (int i = 0; i < 2; i++) {
            if (both[i].dim() < 2) {
                throw new ShapeException("torch.triangular_solve: Expected " + (i == 0 ? "b" : "A")
                        + " to have at least 2 dimensions, but it has " + both[i].dim() + " dimensions instead");
            }
        }
        HostMatrices.checkSquare("triangular_solve", a);
        if (a.dtype() != b.dtype()) {
            throw new DTypeException("torch.triangular_solve: Expected b and A to have the same dtype, but found "
                    + b.dtype().scalarTypeName() + " and " + a.dtype().scalarTypeName());
        }
        if (b.size(-2) != a.size(-1)) {
            throw new ShapeException("Incompatible matrix sizes for triangular_solve: each A matrix is " + a.size(-1)
                    + " by " + a.size(-1) + " but each b matrix is " + b.size(-2) + " by " + b.size(-1));
        }
    }

    private static Tensor substituted(Tensor a, Tensor b, boolean upper, boolean unitriangular) {
        int n = HeapArrays.length(a.size(-1));
        int r = HeapArrays.length(b.size(-1));
        long[] batch = Broadcasting.sizes(HostMatrices.sizes(a, 2), HostMatrices.sizes(b, 2));
        Tensor both = Tensors.cat(
                batch.length + 1, a.expand(Solving.joined(batch, n, n)), b.expand(Solving.joined(batch, n, r)));
        return HostMatrices.apply(
                both, new long[][] {{n, r}}, m -> new double[][] {substituted(m, n, r, upper, unitriangular)})[0];
    }

    /** Solves with the first n columns for the last r, from the row that has one unknown on. */
    private static double[] substituted(double[] m, int n, int r, boolean upper, boolean unitriangular) {
        int width = n + r;
        double[] x = new double[n * r];
        for (int step = 0; step < n; step++) {
            int i = upper ? n - 1 - step : step;
            for (int j = 0; j < r; j++) {
                double sum = m[i * width + n + j];
                for (int k = upper ? i + 1 : 0; k < (upper ? n : i); k++) {
                    double known = x[k * r + j];
                    // As BLAS does: what is zero takes no part, so that 0 times infinity is not NaN.
                    sum = known == 0 ? sum : sum - m[i * width + k] * known;
                }
                x[i * r + j] = unitriangular ? sum : sum / m[i * width + i];
            }
        }
        return x;
    }
}
