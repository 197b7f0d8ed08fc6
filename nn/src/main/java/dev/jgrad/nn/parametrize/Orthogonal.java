package dev.jgrad.nn.parametrize;

import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.LinalgSolvers;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Matrices with orthonormal columns, or rows where there are fewer of them. What is learned moves the matrix away from a
 * base point, which starts as the value that was assigned last. Lezcano-Casado 2019, "Trivializations for gradient-based
 * optimization on manifolds".
 */
final class Orthogonal extends Parametrization {
    private final OrthogonalMap map;
    private final long[] sizes;
    private final boolean based;

    /** For tensors of the shape of this one. */
    Orthogonal(Tensor weight, OrthogonalMap map, boolean trivialized) {
        this.map = map;
        this.sizes = weight.shape().toArray();
        this.based = trivialized;
        if (trivialized) {
            long rows = Math.max(weight.size(-2), weight.size(-1));
            long[] square = sizes.clone();
            Arrays.fill(square, square.length - 2, square.length, rows);
            registerBuffer("base", eye(weight, rows).expand(square).clone());
        }
    }

    private static Tensor eye(Tensor like, long n) {
        return Tensors.eye(new TensorOptions(like.dtype(), like.device()), n);
    }

    @Override
    public Tensor forward(Tensor parameter) {
        boolean wide = parameter.size(-2) < parameter.size(-1);
        Tensor x = wide ? parameter.mT() : parameter;
        Tensor q = map == OrthogonalMap.HOUSEHOLDER ? reflected(x) : rotation(x).narrow(-1, 0, x.size(-1));
        Tensor placed = based ? getBuffer("base").matmul(q) : q;
        return wide ? placed.mT() : placed;
    }

    /** A square rotation from the lower triangle of a tall matrix. */
    private Tensor rotation(Tensor x) {
        long n = x.size(-2);
        Tensor lower = x.tril();
        if (n > x.size(-1)) {
            long[] missing = lower.shape().toArray();
            missing[missing.length - 1] = n - x.size(-1);
            lower = Tensors.cat(-1, lower, Tensors.zeros(new TensorOptions(x.dtype(), x.device()), missing));
        }
        Tensor skew = lower.sub(lower.mT());
        if (map == OrthogonalMap.MATRIX_EXP) {
            return Linalg.matrixExp(skew);
        }
        Tensor half = skew.mul(0.5);
        Tensor eye = eye(x, n);
        return Linalg.solve(eye.sub(half), eye.add(half));
    }

    /** Reflections from below the diagonal; the signs on it choose between a column and its opposite and are not learned. */
    private static Tensor reflected(Tensor x) {
        Tensor vectors = x.tril(-1);
        Tensor tau = vectors.square().sum(-2, false).add(1).rdiv(2);
        Tensor signs = x.detach().diagonal(0, -2, -1).toInt().unsqueeze(-2);
        return LinalgSolvers.householderProduct(vectors, tau).mul(signs);
    }

    @Override
    public @Nullable List<Tensor> rightInverse(Tensor value) {
        if (!Arrays.equals(sizes, value.shape().toArray())) {
            throw new ShapeException("Expected a matrix or batch of matrices of shape " + Arrays.toString(sizes)
                    + ". Got a tensor of shape " + value.shape() + ".");
        }
        boolean wide = value.size(-2) < value.size(-1);
        Tensor x = wide ? value.mT() : value;
        if (based) {
            set("base", base(x));
            // The reflections of this one are the identity, as e^0 and the Cayley map of 0 are.
            Tensor start = value.zerosLike();
            start.diagonal(0, -2, -1).fill_(-1);
            return List.of(start);
        }
        if (map != OrthogonalMap.HOUSEHOLDER) {
            return null;
        }
        LinalgSolvers.Geqrf compact = LinalgSolvers.geqrf(x);
        Tensor signs = compact.a().diagonal(0, -2, -1).sign();
        signs = Tensors.where(compact.tau().eq(0), signs.neg(), signs);
        Tensor reflections = compact.a().clone();
        reflections.diagonal(0, -2, -1).copy_(signs);
        return List.of(wide ? reflections.mT() : reflections);
    }

    /** A square orthogonal matrix that begins with the columns of this one, made orthonormal where they are not. */
    private static Tensor base(Tensor x) {
        long n = x.size(-2);
        if (n > x.size(-1)) {
            long[] missing = x.shape().toArray();
            missing[missing.length - 1] = n - x.size(-1);
            return orthonormal(Tensors.cat(-1, x, Tensors.randn(new TensorOptions(x.dtype(), x.device()), missing)));
        }
        double eps = 10 * n * x.dtype().finfo().eps();
        return x.mT().matmul(x).allClose(eye(x, n).expandAs(x), 1e-5, eps) ? x.clone() : orthonormal(x);
    }

    private static Tensor orthonormal(Tensor x) {
        Linalg.QR qr = Linalg.qr(x);
        return qr.q().mul(qr.r().diagonal(0, -2, -1).sgn().unsqueeze(-2));
    }

    @Override
    protected String typeName() {
        return "_Orthogonal";
    }
}
