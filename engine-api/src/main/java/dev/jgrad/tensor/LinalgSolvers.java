package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Batching;
import dev.jgrad.op.Factorizations;
import dev.jgrad.op.LeastSquares;
import dev.jgrad.op.Lobpcg;
import dev.jgrad.op.LowRankFactors;
import dev.jgrad.op.LuDecomposition;
import dev.jgrad.op.Reflections;
import dev.jgrad.op.Solving;
import dev.jgrad.op.SymmetricFactors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The functions of {@link Linalg} that keep factors and solve with them. */
public abstract sealed class LinalgSolvers permits Linalg {
    LinalgSolvers() {}

    /** L below the diagonal and U on and above it, and the row that each row was swapped with, from 1. */
    public record LUFactor(Tensor lu, Tensor pivots) {
        @Override
        public String toString() {
            return ReturnTypes.text("linalg_lu_factor", new String[] {"LU", "pivots"}, lu, pivots);
        }
    }

    /** {@link LUFactor}, and per matrix the first zero on the diagonal of U, 0 for none. */
    public record LUFactorEx(Tensor lu, Tensor pivots, Tensor info) {
        @Override
        public String toString() {
            return ReturnTypes.text("linalg_lu_factor_ex", new String[] {"LU", "pivots", "info"}, lu, pivots, info);
        }
    }

    /** A permutation, a lower triangle with ones on the diagonal, an upper triangle: A = P L U. */
    public record LU(Tensor p, Tensor l, Tensor u) {
        @Override
        public String toString() {
            return ReturnTypes.text("linalg_lu", new String[] {"P", "L", "U"}, p, l, u);
        }
    }

    /** A result, and per matrix 0 where it could be computed. */
    public record Checked(Tensor result, Tensor info) {}

    /** R on and above the diagonal, reflections below it, and their factors. */
    public record Geqrf(Tensor a, Tensor tau) {
        @Override
        public String toString() {
            return ReturnTypes.text("geqrf", new String[] {"a", "tau"}, a, tau);
        }
    }

    /** What {@link #lstsq(Tensor, Tensor, Double, String)} returns; parts that the driver does not compute are empty. */
    public record Lstsq(Tensor solution, Tensor residuals, Tensor rank, Tensor singularValues) {
        @Override
        public String toString() {
            return ReturnTypes.text(
                    "linalg_lstsq",
                    new String[] {"solution", "residuals", "rank", "singular_values"},
                    solution,
                    residuals,
                    rank,
                    singularValues);
        }
    }

    /** The LU decomposition in compact form; an error where U has a zero on its diagonal. */
    public static LUFactor luFactor(Tensor a) {
        return luFactor(a, true);
    }

    /** {@link #luFactor(Tensor)}; pivots are not optional on the CPU. */
    public static LUFactor luFactor(Tensor a, boolean pivot) {
        Tensor[] f = LuDecomposition.factor("linalg.lu_factor", a, pivot);
        checkFactor("torch.linalg.lu_factor", f[2]);
        return new LUFactor(f[0], f[1]);
    }

    /** {@link #luFactor(Tensor)} without an error unless asked for. */
    public static LUFactorEx luFactorEx(Tensor a, boolean pivot, boolean checkErrors) {
        Tensor[] f = LuDecomposition.factor("linalg.lu_factor_ex", a, pivot);
        if (checkErrors) {
            checkFactor("torch.linalg.lu_factor_ex", f[2]);
        }
        return new LUFactorEx(f[0], f[1], f[2]);
    }

    private static void checkFactor(String op, Tensor info) {
        if (Batching.any(info.ne(0))) {
            long at = Batching.greatest(info);
            throw new ArgumentException(
                    op + ": U[" + at + "," + at + "] is zero and using it on lu_solve would result in a"
                            + " division by zero. If you still want to perform the factorization, consider calling"
                            + " linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)");
        }
    }

    /** The LU decomposition as three matrices. */
    public static LU lu(Tensor a) {
        return lu(a, true);
    }

    /** {@link #lu(Tensor)}; pivots are not optional on the CPU. */
    public static LU lu(Tensor a, boolean pivot) {
        Tensor[] f = LuDecomposition.lu(a, pivot);
        return new LU(f[0], f[1], f[2]);
    }

    /** The three matrices of a compact LU decomposition; those that are not asked for are empty. */
    public static LU luUnpack(Tensor luData, Tensor luPivots, boolean unpackData, boolean unpackPivots) {
        Tensor[] f = LuDecomposition.unpack(luData, luPivots, unpackData, unpackPivots);
        return new LU(f[0], f[1], f[2]);
    }

    /** X of A X = B, or of X A = B when not left, or with the transpose of A when adjoint, from the factors of A. */
    public static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b, boolean left, boolean adjoint) {
        return LuDecomposition.solve(lu, pivots, b, left, adjoint);
    }

    /** {@link Linalg#inv}; singular matrices are an error only when asked for. */
    public static Checked invEx(Tensor a, boolean checkErrors) {
        Tensor[] r = Solving.invEx("linalg.inv", a, checkErrors);
        return new Checked(r[0], r[1]);
    }

    /** {@link Linalg#solve(Tensor, Tensor, boolean)}; singular matrices are an error only when asked for. */
    public static Checked solveEx(Tensor a, Tensor b, boolean left, boolean checkErrors) {
        Tensor[] r = Solving.solveEx(a, b, left, checkErrors);
        return new Checked(r[0], r[1]);
    }

    /** {@link Linalg#cholesky(Tensor, boolean)}; what is not positive definite is an error only when asked for. */
    public static Checked choleskyEx(Tensor a, boolean upper, boolean checkErrors) {
        Tensor[] r = Factorizations.choleskyEx("linalg.cholesky_ex", a, upper);
        if (checkErrors && Batching.any(r[1].ne(0))) {
            throw Factorizations.notPositive(r[1]);
        }
        return new Checked(r[0], r[1]);
    }

    /**
     * Eigenvalues and eigenvectors of a symmetric matrix that belong together.
     *
     * @param eigenvalues (*, k)
     * @param eigenvectors (*, m, k)
     */
    public record Eigenpairs(Tensor eigenvalues, Tensor eigenvectors) {}

    /** The k largest eigenvalues and their vectors; see {@link #lobpcg(Tensor, LobpcgOptions)}. */
    public static Eigenpairs lobpcg(Tensor a, long k) {
        return lobpcg(a, LobpcgOptions.DEFAULT.withK(k));
    }

    /**
     * A few of the largest or smallest eigenvalues of a large symmetric positive definite matrix, best first, with vectors
     * that are orthonormal in the sense of B, up to the tolerance. {@code torch.lobpcg} by its method "ortho": Knyazev 2001,
     * Stathopoulos and Wu 2002. Differentiable where there is no B; the gradient is that of (A + A^T) / 2.
     *
     * @param a (*, m, m), float32 or float64, m at least three times the columns of the start
     */
    public static Eigenpairs lobpcg(Tensor a, LobpcgOptions options) {
        Tensor[] r = Lobpcg.lobpcg(a, options);
        return new Eigenpairs(r[0], r[1]);
    }

    /** R and reflections in compact form: {@code torch.geqrf}. Not differentiable; {@link Linalg#qr(Tensor)} is. */
    public static Geqrf geqrf(Tensor a) {
        Tensor[] r = Reflections.geqrf(a);
        return new Geqrf(r[0], r[1]);
    }

    /** The first columns of Q from reflections in compact form. */
    public static Tensor householderProduct(Tensor a, Tensor tau) {
        return Reflections.product(a, tau);
    }

    /** Q C for the Q of reflections in compact form; C Q when not left, with the transpose of Q when asked for. */
    public static Tensor ormqr(Tensor a, Tensor tau, Tensor other, boolean left, boolean transpose) {
        return Reflections.ormqr(a, tau, other, left, transpose);
    }

    /** X with the least |A X - B|, and among those the least |X|. */
    public static Lstsq lstsq(Tensor a, Tensor b) {
        return lstsq(a, b, null, null);
    }

    /**
     * X with the least |A X - B|, and among those the least |X|.
     *
     * @param a [..., m, n]
     * @param b [..., m, k], or [..., m] for vectors
     * @param rcond singular values up to this times the greatest count as zero; eps * max(m, n) when null
     * @param driver {@code gels}, {@code gelsy} (null), {@code gelsd} or {@code gelss}: which parts are computed beside X
     */
    public static Lstsq lstsq(Tensor a, Tensor b, @Nullable Double rcond, @Nullable String driver) {
        Tensor[] r = LeastSquares.lstsq(a, b, rcond, driver);
        return new Lstsq(r[0], r[1], r[2], r[3]);
    }

    /** The inverse of the map that contracts the last dimensions with the first {@code ind} ones of the result. */
    public static Tensor tensorinv(Tensor a, int ind) {
        if (ind <= 0) {
            throw new ArgumentException("Expected a strictly positive integer for 'ind', got " + ind);
        }
        long[] sizes = a.shape().toArray();
        long[] front = Arrays.copyOf(sizes, Math.min(ind, sizes.length));
        long[] back = Arrays.copyOfRange(sizes, front.length, sizes.length);
        if (Dims.numel(front) != Dims.numel(back)) {
            throw new ShapeException("Expected self to satisfy the requirement prod(self.shape[ind:]) =="
                    + " prod(self.shape[:ind]), but got " + Dims.numel(back) + " != " + Dims.numel(front));
        }
        long[] turned = new long[sizes.length];
        System.arraycopy(back, 0, turned, 0, back.length);
        System.arraycopy(front, 0, turned, back.length, front.length);
        return Linalg.inv(a.reshape(Dims.numel(front), Dims.numel(back))).reshape(turned);
    }

    /** X of tensordot(A, X, X.dim()) = B; {@code dims} of A are moved to its end first. */
    public static Tensor tensorsolve(Tensor a, Tensor b, int @Nullable [] dims) {
        Tensor moved = a;
        if (dims != null) {
            int[] end = new int[dims.length];
            Arrays.setAll(end, i -> a.dim() - dims.length + i);
            moved = a.movedim(dims, end);
        }
        long[] sizes = moved.shape().toArray();
        long[] result = Arrays.copyOfRange(sizes, Math.min(b.dim(), sizes.length), sizes.length);
        long n = Dims.numel(result);
        if (n != b.numel() || Dims.numel(sizes) != n * n) {
            throw new ShapeException("Expected self to satisfy the requirement prod(self.shape[other.ndim:]) =="
                    + " prod(self.shape[:other.ndim]), but got " + n + " != " + b.numel());
        }
        return Linalg.solve(moved.reshape(n, n), b.reshape(n)).reshape(result);
    }

    /** {@link Tensor#diagonal(long, int, int)} of the last two dimensions. */
    public static Tensor diagonal(Tensor a, long offset, int dim1, int dim2) {
        return a.diagonal(offset, dim1, dim2);
    }

    /** {@link #diagonal(Tensor, long, int, int)} of matrices. */
    public static Tensor diagonal(Tensor a) {
        return a.diagonal(0, -2, -1);
    }

    /** Rows of powers 0, 1, 2, ... of each element of the last dimension, n of them, as many as it has elements when null. */
    public static Tensor vander(Tensor x, @Nullable Long n) {
        if (x.dim() == 0) {
            return vander(x.reshape(1), n);
        }
        long columns = n != null ? n : x.size(-1);
        if (columns <= 1) {
            throw new ArgumentException("linalg.vander: N must be greater than 1.");
        }
        Tensor values = x.dtype().isBool() || !x.isFloatingPoint() ? x.to(DType.INT64) : x;
        Tensor wide = values.unsqueeze(-1);
        long[] sizes = wide.shape().toArray();
        Tensor ones = values.newOnes(sizes);
        sizes[sizes.length - 1] = columns - 1;
        return Tensors.cat(x.dim(), ones, wide.expand(sizes).cumprod(-1));
    }

    /** L and D in one matrix, and where D has blocks of 2. */
    public record LDLFactor(Tensor ld, Tensor pivots) {}

    /** {@link LDLFactor}, and per matrix the first zero block of D, 0 for none. */
    public record LDLFactorEx(Tensor ld, Tensor pivots, Tensor info) {}

    /** A = L D L^T of symmetric matrices, read from the lower triangle; an error where D is singular. Not differentiable. */
    public static LDLFactor ldlFactor(Tensor a, boolean hermitian) {
        LDLFactorEx f = ldlFactorEx(a, hermitian, true);
        return new LDLFactor(f.ld(), f.pivots());
    }

    /** {@link #ldlFactor} without an error unless asked for; real hermitian matrices are the symmetric ones. */
    public static LDLFactorEx ldlFactorEx(Tensor a, boolean hermitian, boolean checkErrors) {
        Tensor[] f = SymmetricFactors.factor("torch.linalg.ldl_factor_ex", a);
        long at = !checkErrors || f[2].numel() == 0 ? 0 : f[2].max().itemLong();
        if (at != 0) {
            throw new ArgumentException("torch.linalg.ldl_factor: The factorization has been completed, but D[" + at
                    + "," + at + "] is exactly zero; using it on ldl_solve would result in a division by zero");
        }
        return new LDLFactorEx(f[0], f[1], f[2]);
    }

    /** X of A X = B from the factors of A. Not differentiable. */
    public static Tensor ldlSolve(Tensor ld, Tensor pivots, Tensor b, boolean hermitian) {
        return SymmetricFactors.solve(ld, pivots, b);
    }

    /** U, S and V (not transposed) of an approximation of low rank: U diag(S) V^T. */
    public record LowRank(Tensor u, Tensor s, Tensor v) {}

    /** {@link #svdLowrank(Tensor, long, int, Tensor)} of rank 6 after two iterations. */
    public static LowRank svdLowrank(Tensor a) {
        return svdLowrank(a, 6, 2, null);
    }

    /**
     * The greatest singular values and their vectors by random projection, drawn from the default generator: {@code
     * torch.svd_lowrank}. Source: Halko, Martinsson, Tropp 2009, algorithm 5.1.
     *
     * @param a (..., m, n)
     * @param q how many, a little more than the rank that is expected
     * @param niter how often the subspace is refined
     * @param m subtracted from {@code a}; of its shape or one that broadcasts to it
     */
    public static LowRank svdLowrank(Tensor a, long q, int niter, @Nullable Tensor m) {
        return LowRankFactors.svd(a, q, niter, m);
    }

    /**
     * Principal components of the rows, samples, by {@link #svdLowrank(Tensor, long, int, Tensor)}: {@code torch.pca_lowrank}.
     *
     * @param q how many; null for 6 or the smaller size
     * @param center subtracts the mean of each column
     */
    public static LowRank pcaLowrank(Tensor a, @Nullable Long q, boolean center, int niter) {
        return LowRankFactors.pca(a, q, center, niter);
    }
}
