package dev.jgrad.op;

import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The locally optimal block preconditioned conjugate gradient method for one symmetric matrix: in each turn the best
 * vectors of the space that the present ones, the last step and the residuals span. Sources: Knyazev 2001; the
 * orthonormal basis is that of Stathopoulos and Wu 2002.
 */
final class LobpcgIteration {
    /** So many turns without a smaller residual, and there is no better to be had. */
    private static final int MOST_IDLE = 50;

    private final Tensor a;
    private final @Nullable Tensor b;
    private final @Nullable Tensor preconditioner;
    private final double tolerance;
    private final boolean largest;
    private final double precision;

    LobpcgIteration(Tensor a, @Nullable Tensor b, @Nullable Tensor preconditioner, double tolerance, boolean largest) {
        this.a = a;
        this.b = b;
        this.preconditioner = preconditioner;
        this.largest = largest;
        this.precision = a.dtype().finfo().eps();
        // Residuals are not known better than that.
        this.tolerance = Math.max(tolerance, 4 * precision * Math.sqrt(a.size(0)));
    }

    /** Eigenvalues, best first, and their vectors, from a start with that many columns. */
    Tensor[] run(Tensor start, int most) {
        long n = start.size(-1);
        Tensor x = orthonormal(start, null);
        double sizeOfA = a.matmul(x).norm().item() / x.norm().item();
        double sizeOfB = b == null ? 1 : timesB(x).norm().item() / x.norm().item();
        Tensor[] best = ritz(x, n);
        Tensor values = best[0];
        x = x.matmul(best[1]);
        @Nullable Tensor step = null;
        double least = Double.POSITIVE_INFINITY;
        int idle = 0;
        for (int turn = 0; most < 0 || turn < most; turn++) {
            Tensor residual = a.matmul(x).sub(timesB(x).mul(values));
            Tensor error = lengths(residual)
                    .div(lengths(x).mul(values.abs().mul(sizeOfB).add(sizeOfA)));
            Tensor wrong = error.ge(tolerance).nonzero().squeeze(1);
            if (wrong.numel() == 0) {
                break;
            }
            double worst = error.max().item();
            idle = worst < least ? 0 : idle + 1;
            least = Math.min(least, worst);
            if (idle > MOST_IDLE) {
                break;
            }
            Tensor direction = residual.indexSelect(1, wrong);
            Tensor known = step == null ? x : Tensors.cat(1, x, step);
            Tensor added = orthonormal(preconditioner == null ? direction : preconditioner.matmul(direction), known);
            if (added.size(1) == 0) {
                break; // what is left is rounding
            }
            Tensor basis = Tensors.cat(1, known, added);
            best = ritz(basis, n);
            values = best[0];
            Tensor next = basis.matmul(best[1]);
            long rest = basis.size(1) - n;
            step = orthonormal(basis.narrow(1, n, rest).matmul(best[1].narrow(0, n, rest)), next);
            x = next;
        }
        return new Tensor[] {values, x};
    }

    private Tensor timesB(Tensor x) {
        return b == null ? x : b.matmul(x);
    }

    private static Tensor lengths(Tensor x) {
        return x.norm(2, new int[] {0}, false);
    }

    /** The best eigenvalues within the span of an orthonormal basis, and the vectors' coordinates in it. */
    private Tensor[] ritz(Tensor basis, long n) {
        Tensor small = basis.mT().matmul(a.matmul(basis));
        Linalg.Eigh e = Linalg.eigh(small.add(small.mT()).mul(0.5));
        // They rise.
        Tensor values = largest ? e.eigenvalues().flip(0) : e.eigenvalues();
        Tensor vectors = largest ? e.eigenvectors().flip(1) : e.eigenvectors();
        return new Tensor[] {values.narrow(0, 0, n), vectors.narrow(1, 0, n)};
    }

    /** A B-orthonormal basis of what the columns span beside a B-orthonormal one; fewer columns where they depend on it. */
    private Tensor orthonormal(Tensor columns, @Nullable Tensor beside) {
        Tensor u = columns;
        for (int pass = 0; pass < 3 && u.size(1) > 0; pass++) {
            if (beside != null) {
                u = u.sub(beside.matmul(beside.mT().matmul(timesB(u))));
            }
            u = decorrelated(u, pass == 0);
        }
        return u;
    }

    private Tensor decorrelated(Tensor u, boolean drops) {
        Tensor length = u.mul(timesB(u)).sum(0, false);
        double longest = length.numel() == 0 ? 0 : length.max().item();
        Tensor there = length.gt(drops ? 0 : longest * precision).nonzero().squeeze(1);
        if (there.numel() == 0) {
            return u.narrow(1, 0, 0);
        }
        Tensor unit = u.indexSelect(1, there).div(length.indexSelect(0, there).sqrt());
        Linalg.Eigh e = Linalg.eigh(unit.mT().matmul(timesB(unit)));
        Tensor kept = e.eigenvalues()
                .gt(e.eigenvalues().max().item() * precision * 10)
                .nonzero()
                .squeeze(1);
        Tensor scale = e.eigenvalues().indexSelect(0, kept).rsqrt();
        return unit.matmul(e.eigenvectors().indexSelect(1, kept).mul(scale));
    }
}
