package dev.jgrad.tensor;

import dev.jgrad.op.FloatParts;
import dev.jgrad.op.InPlace;
import dev.jgrad.op.Solving;
import dev.jgrad.op.SpecialFunctions;
import dev.jgrad.op.TriangularSolving;
import org.jspecify.annotations.Nullable;

/** PyTorch's tensor methods for what {@link Linalg} and {@link Special} hold under their own names. */
public sealed interface MatrixMethods permits Tensor {
    /** {@link Linalg#inv}. */
    default Tensor inverse() {
        return Linalg.inv((Tensor) this);
    }

    /** {@link Linalg#pinv(Tensor)}. */
    default Tensor pinverse() {
        return Linalg.pinv((Tensor) this);
    }

    /** {@link Linalg#det}. */
    default Tensor det() {
        return Linalg.det((Tensor) this);
    }

    /** ln of the determinant, NaN where that is negative. */
    default Tensor logdet() {
        Linalg.Slogdet r = Linalg.slogdet((Tensor) this);
        return Tensors.where(r.sign().lt(0), Tensors.scalarLike(r.logabsdet(), Double.NaN), r.logabsdet());
    }

    /** {@link Linalg#slogdet}. */
    default Linalg.Slogdet slogdet() {
        return Linalg.slogdet((Tensor) this);
    }

    /** {@link Linalg#matrixPower}. */
    default Tensor matrixPower(int n) {
        return Linalg.matrixPower((Tensor) this, n);
    }

    /** {@link Linalg#matrixExp}. */
    default Tensor matrixExp() {
        return Linalg.matrixExp((Tensor) this);
    }

    /** {@link Linalg#cholesky(Tensor, boolean)}. */
    default Tensor cholesky(boolean upper) {
        return Linalg.cholesky((Tensor) this, upper);
    }

    /** X of A X = this, from the Cholesky factor of A. */
    default Tensor choleskySolve(Tensor input2, boolean upper) {
        return Solving.choleskySolve((Tensor) this, input2, upper);
    }

    /** The inverse of A, from its Cholesky factor. */
    default Tensor choleskyInverse(boolean upper) {
        return Solving.choleskyInverse((Tensor) this, upper);
    }

    /** The n-th derivative of digamma. */
    default Tensor polygamma(int n) {
        return SpecialFunctions.polygamma(n, (Tensor) this);
    }

    /** ln of the multivariate gamma function. */
    default Tensor mvlgamma(int p) {
        return SpecialFunctions.multigammaln((Tensor) this, p);
    }

    /** The regularized lower incomplete gamma function. */
    default Tensor igamma(Tensor other) {
        return SpecialFunctions.gammainc((Tensor) this, other, false);
    }

    /** The regularized upper incomplete gamma function. */
    default Tensor igammac(Tensor other) {
        return SpecialFunctions.gammainc((Tensor) this, other, true);
    }

    /** this * 2^other. */
    default Tensor ldexp(Tensor other) {
        return FloatParts.ldexp((Tensor) this, other);
    }

    /** {@code polygamma} in place. */
    default Tensor polygamma_(int n) {
        return InPlace.apply("polygamma", (Tensor) this, x -> x.polygamma(n));
    }

    /** {@code mvlgamma} in place. */
    default Tensor mvlgamma_(int p) {
        return InPlace.apply("mvlgamma", (Tensor) this, x -> x.mvlgamma(p));
    }

    /** {@code igamma} in place. */
    default Tensor igamma_(Tensor other) {
        return InPlace.apply("igamma", (Tensor) this, x -> x.igamma(other));
    }

    /** {@code igammac} in place. */
    default Tensor igammac_(Tensor other) {
        return InPlace.apply("igammac", (Tensor) this, x -> x.igammac(other));
    }

    /** {@code ldexp} in place. */
    default Tensor ldexp_(Tensor other) {
        return InPlace.apply("ldexp", (Tensor) this, x -> x.ldexp(other));
    }

    /** Mantissas and exponents: {@link Tensors#frexp}. */
    default Tensors.Frexp frexp() {
        return Tensors.frexp((Tensor) this);
    }

    /** {@link Tensors#histogram(Tensor, long, double[], Tensor, boolean)}. */
    default Tensors.Histogram histogram(
            long bins, double @Nullable [] range, @Nullable Tensor weight, boolean density) {
        return Tensors.histogram((Tensor) this, bins, range, weight, density);
    }

    /** {@link Tensors#histogram(Tensor, Tensor, Tensor, boolean)}. */
    default Tensors.Histogram histogram(Tensor bins, @Nullable Tensor weight, boolean density) {
        return Tensors.histogram((Tensor) this, bins, weight, density);
    }

    /** Householder's compact QR: {@link Linalg#geqrf}. */
    default Linalg.Geqrf geqrf() {
        return Linalg.geqrf((Tensor) this);
    }

    /** {@link Linalg#ormqr}. */
    default Tensor ormqr(Tensor input2, Tensor input3, boolean left, boolean transpose) {
        return Linalg.ormqr((Tensor) this, input2, input3, left, transpose);
    }

    /** A compact LU decomposition; {@code infos} only where it was asked for. */
    record LuParts(Tensor lu, Tensor pivots, @Nullable Tensor infos) {}

    /** The compact LU decomposition: {@link Linalg#luFactorEx}. */
    default LuParts lu(boolean pivot, boolean getInfos) {
        Linalg.LUFactorEx f = Linalg.luFactorEx((Tensor) this, pivot, false);
        return new LuParts(f.lu(), f.pivots(), getInfos ? f.info() : null);
    }

    /** X of A X = this from the factors of A: {@link Linalg#luSolve} with the arguments in another order. */
    default Tensor luSolve(Tensor luData, Tensor luPivots) {
        return Linalg.luSolve(luData, luPivots, (Tensor) this, true, false);
    }

    /** A solution and the triangular matrix that it is one of. */
    record TriangularSolution(Tensor solution, Tensor clonedCoefficient) {}

    /**
     * X of A X = this (or A^T X = this) for triangular A; zeros on the diagonal are divided by. {@link Linalg#solveTriangular} is
     * its successor.
     */
    default TriangularSolution triangularSolve(Tensor a, boolean upper, boolean transpose, boolean unitriangular) {
        Tensor[] r = TriangularSolving.triangularSolve((Tensor) this, a, upper, transpose, unitriangular);
        return new TriangularSolution(r[0], r[1]);
    }

    /** U, S and V, not transposed, of the singular value decomposition; all of U and V when not {@code some}. */
    record Svd(Tensor u, Tensor s, Tensor v) {}

    /** The singular value decomposition: {@link Linalg#svd} with V not transposed; zeros for U and V unless computed. */
    default Svd svd(boolean some, boolean computeUv) {
        Tensor self = (Tensor) this;
        if (computeUv) {
            Linalg.SVD f = Linalg.svd(self, !some);
            return new Svd(f.u(), f.s(), f.vh().mT());
        }
        Tensor s = Linalg.svdvals(self);
        long[] sizes = self.shape().toArray();
        long m = sizes[sizes.length - 2];
        long n = sizes[sizes.length - 1];
        sizes[sizes.length - 1] = m;
        Tensor u = self.detach().newZeros(sizes);
        sizes[sizes.length - 2] = n;
        sizes[sizes.length - 1] = n;
        return new Svd(u, s, self.detach().newZeros(sizes));
    }

    /** The QR decomposition: {@link Linalg#qr}; complete unless {@code some}. */
    default Linalg.QR qr(boolean some) {
        return Linalg.qr((Tensor) this, some ? "reduced" : "complete");
    }
}
