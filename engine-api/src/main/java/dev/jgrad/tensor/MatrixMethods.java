package dev.jgrad.tensor;

import dev.jgrad.op.SpecialFunctions;

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
        return ((Tensor) this).mul(other.exp2());
    }
}
