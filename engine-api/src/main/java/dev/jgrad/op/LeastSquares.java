package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The X with the least |A X - B|, and of those the one with the least |X|: {@code torch.linalg.lstsq}. */
public final class LeastSquares {
    private LeastSquares() {}

    /**
     * Solution, residuals, rank and singular values. A driver decides which of the last three are there (empty otherwise), as in
     * LAPACK; the solution is always that of the Moore-Penrose inverse.
     */
    public static Tensor[] lstsq(Tensor a, Tensor b, @Nullable Double rcond, @Nullable String driver) {
        HostMatrices.check("torch.linalg.lstsq", a);
        if (a.dtype() != b.dtype()) {
            throw new DTypeException(
                    "torch.linalg.lstsq: Expected input and other to have the same dtype, but got input's dtype "
                            + a.dtype().label() + " and other's dtype "
                            + b.dtype().label());
        }
        String by = driver == null ? "gelsy" : driver;
        if (!List.of("gels", "gelsy", "gelsd", "gelss").contains(by)) {
            throw new ArgumentException(
                    "torch.linalg.lstsq: parameter `driver` should be one of (gels, gelsy, gelsd, gelss)");
        }
        boolean vector = b.dim() == 1
                || b.dim() == a.dim() - 1
                        && Arrays.equals(
                                HostMatrices.sizes(a, 1), TensorAccess.shown(b).sizes());
        Tensor right = vector ? b.unsqueeze(-1) : b;
        if (right.dim() < 2 || right.size(-2) != a.size(-2)) {
            throw new ShapeException("torch.linalg.lstsq: input.size(-2) should match other.size(" + (vector ? -1 : -2)
                    + "), got " + a.shape() + " and " + b.shape());
        }
        Tensor cut = rcond == null ? null : Tensors.scalarLike(a.detach(), rcond);
        Tensor[] f = Grad.noGrad(() -> Factorizations.svd(a.detach(), false));
        Tensor rank = Factorizations.rank(a.detach(), f[1], null, cut);
        boolean measured = a.size(-2) > a.size(-1)
                && !by.equals("gelsy")
                && (by.equals("gels") || !Batching.any(rank.ne(a.size(-1))));
        Tensor[] constants = cut == null ? new Tensor[0] : new Tensor[] {cut};
        Tensor[] out = Composed.namedAll("LinalgLstsqBackward0", new Tensor[] {a, right}, constants, x -> {
            Tensor solution = Factorizations.pinv(x[0], null, x.length > 2 ? x[2] : null, false)
                    .matmul(x[1]);
            Tensor residuals =
                    measured ? x[0].matmul(solution).sub(x[1]).square().sum(new int[] {-2}, false) : x[0].newZeros(0);
            return new Tensor[] {vector ? solution.squeeze(-1).clone() : solution, residuals};
        });
        boolean spectral = by.equals("gelsd") || by.equals("gelss");
        return new Tensor[] {
            out[0],
            out[1],
            by.equals("gels") ? Tensors.zeros(TensorOptions.dtype(DType.INT64), 0) : rank,
            spectral ? f[1] : a.detach().newZeros(0)
        };
    }
}
