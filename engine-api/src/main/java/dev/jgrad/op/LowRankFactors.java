package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.LinalgSolvers.LowRank;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Approximations of low rank from random projections. Source: Halko, Martinsson, Tropp 2009. */
public final class LowRankFactors {
    private LowRankFactors() {}

    /** The greatest {@code q} singular values with their vectors. */
    public static LowRank svd(Tensor a, long q, int niter, @Nullable Tensor shift) {
        HostMatrices.check("torch.svd_lowrank", a);
        checkRank(q, a);
        checkIterations(niter);
        Tensor x = shift == null ? a : a.sub(shift);
        boolean wide = a.size(-2) < a.size(-1);
        Tensor tall = wide ? x.mT() : x;
        Tensor basis = basis(tall, q, niter);
        Linalg.SVD small = Linalg.svd(basis.mT().matmul(tall), false);
        Tensor u = basis.matmul(small.u());
        Tensor v = small.vh().mT();
        return wide ? new LowRank(v, small.s(), u) : new LowRank(u, small.s(), v);
    }

    /** Principal components of rows. */
    public static LowRank pca(Tensor a, @Nullable Long q, boolean center, int niter) {
        HostMatrices.check("torch.pca_lowrank", a);
        long count = q == null ? Math.min(6, Math.min(a.size(-2), a.size(-1))) : q;
        checkRank(count, a);
        checkIterations(niter);
        return svd(center ? a.sub(a.mean(new int[] {-2}, true)) : a, count, niter, null);
    }

    private static void checkRank(long q, Tensor a) {
        long most = Math.min(a.size(-2), a.size(-1));
        if (q < 0 || q > most) {
            throw new ArgumentException(
                    "q(=" + q + ") must be non-negative integer and not greater than min(m, n)=" + most);
        }
    }

    private static void checkIterations(int niter) {
        if (niter < 0) {
            throw new ArgumentException("niter(=" + niter + ") must be non-negative integer");
        }
    }

    /** Orthonormal columns that nearly span the range of a matrix: algorithm 4.4. */
    private static Tensor basis(Tensor a, long q, int niter) {
        Tensor projection =
                Tensors.randn(new TensorOptions(a.dtype(), a.device()), Generator.defaultGenerator(), a.size(-1), q);
        Tensor basis = Linalg.qr(a.matmul(projection)).q();
        for (int i = 0; i < niter; i++) {
            basis = Linalg.qr(a.mT().matmul(basis)).q();
            basis = Linalg.qr(a.matmul(basis)).q();
        }
        return basis;
    }
}
