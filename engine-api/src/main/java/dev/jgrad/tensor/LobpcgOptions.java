package dev.jgrad.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The keyword arguments of {@code torch.lobpcg}.
 *
 * @param k how many eigenpairs; at most as many as the start has columns
 * @param b (*, m, m), positive definite, of the generalized problem A x = B x e; null for the identity
 * @param x (*, m, n), where to start; null for random numbers
 * @param n columns of a random start, which converges faster with more than k; null for k
 * @param ik (*, m, m), the preconditioner: about the inverse of A; null for the identity
 * @param niter most iterations; negative to go on until all have converged
 * @param tol below which relative residual a pair has converged; null for the root of the dtype's precision
 * @param largest the largest eigenvalues, or the smallest
 */
public record LobpcgOptions(
        long k,
        @Nullable Tensor b,
        @Nullable Tensor x,
        @Nullable Long n,
        @Nullable Tensor ik,
        int niter,
        @Nullable Double tol,
        boolean largest) {
    /** PyTorch's defaults: the largest pair. */
    public static final LobpcgOptions DEFAULT = new LobpcgOptions(1, null, null, null, null, 1000, null, true);

    /** A copy with another number of pairs. */
    public LobpcgOptions withK(long pairs) {
        return new LobpcgOptions(pairs, b, x, n, ik, niter, tol, largest);
    }

    /** A copy for the generalized problem. */
    public LobpcgOptions withB(Tensor matrix) {
        return new LobpcgOptions(k, matrix, x, n, ik, niter, tol, largest);
    }

    /** A copy that starts here, and asks for as many pairs as this has columns. */
    public LobpcgOptions withX(Tensor start) {
        return new LobpcgOptions(start.size(-1), b, start, n, ik, niter, tol, largest);
    }

    /** A copy with another number of columns of the random start. */
    public LobpcgOptions withN(long columns) {
        return new LobpcgOptions(k, b, x, columns, ik, niter, tol, largest);
    }

    /** A copy with a preconditioner. */
    public LobpcgOptions withIK(Tensor preconditioner) {
        return new LobpcgOptions(k, b, x, n, preconditioner, niter, tol, largest);
    }

    /** A copy with another bound of iterations. */
    public LobpcgOptions withNiter(int most) {
        return new LobpcgOptions(k, b, x, n, ik, most, tol, largest);
    }

    /** A copy with another tolerance. */
    public LobpcgOptions withTol(double tolerance) {
        return new LobpcgOptions(k, b, x, n, ik, niter, tolerance, largest);
    }

    /** A copy for the largest or the smallest eigenvalues. */
    public LobpcgOptions withLargest(boolean which) {
        return new LobpcgOptions(k, b, x, n, ik, niter, tol, which);
    }
}
