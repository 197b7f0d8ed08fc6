package dev.jgrad.tensor;

import dev.jgrad.op.FloatParts;
import dev.jgrad.op.InPlace;
import dev.jgrad.op.SpecialFunctions;
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
        return r.logabsdet().maskedFill(r.sign().lt(0), Double.NaN);
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
        Tensor lower = upper ? input2.mT() : input2;
        Tensor half = Linalg.solveTriangular(lower, (Tensor) this, false, true, false);
        return Linalg.solveTriangular(lower.mT(), half, true, true, false);
    }

    /** The inverse of A, from its Cholesky factor. */
    default Tensor choleskyInverse(boolean upper) {
        Tensor self = (Tensor) this;
        Tensor eye = Tensors.eye(new TensorOptions(self.dtype(), self.device()), self.size(-1), self.size(-1));
        return eye.expandAs(self).choleskySolve(self, upper);
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
}
