package dev.jgrad.nn.parametrize;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.ConvTranspose1d;
import dev.jgrad.nn.layer.ConvTranspose2d;
import dev.jgrad.nn.layer.ConvTranspose3d;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Known parametrizations: {@code torch.nn.utils.parametrizations}. */
public final class Parametrizations {
    private Parametrizations() {}

    /** {@link #weightNorm(Module, String, Integer)} of {@code weight} with a length for each slice along dimension 0. */
    public static <M extends Module> M weightNorm(M module) {
        return weightNorm(module, "weight", 0);
    }

    /**
     * Computes a parameter from its length, {@code original0}, and its direction, {@code original1}. Salimans, Kingma 2016.
     *
     * @param dim the slices along it have a length each; null for one length
     */
    public static <M extends Module> M weightNorm(M module, String name, @Nullable Integer dim) {
        return Parametrize.registerParametrization(module, name, new Weight(dim), true);
    }

    /** {@link #spectralNorm(Module, String, int, double, Integer)} of {@code weight}, one turn of the power method a call. */
    public static <M extends Module> M spectralNorm(M module) {
        return spectralNorm(module, "weight", 1, 1e-12, null);
    }

    /**
     * Computes a parameter as itself over its greatest singular value, which is estimated by the power method in training.
     * Miyato and others 2018.
     *
     * @param nPowerIterations turns of the power method in each call in training
     * @param eps bound of the length of vectors from below
     * @param dim the dimension of the outputs; null for 1 in transposed convolutions and 0 elsewhere
     */
    public static <M extends Module> M spectralNorm(
            M module, String name, int nPowerIterations, double eps, @Nullable Integer dim) {
        Tensor weight = known(module, name);
        int outputs = dim == null ? outputDim(module) : dim;
        return Parametrize.registerParametrization(module, name, new Spectral(weight, nPowerIterations, outputs, eps));
    }

    /** {@link #orthogonal(Module, String, OrthogonalMap, boolean)} of {@code weight} as PyTorch does it by default. */
    public static <M extends Module> M orthogonal(M module) {
        return orthogonal(module, "weight", null, true);
    }

    /**
     * Computes a parameter as a matrix (or a batch of them, in the last two dimensions) with orthonormal columns, or rows
     * where there are fewer of them. Source: {@code torch.nn.utils.parametrizations.orthogonal}, Lezcano-Casado 2019.
     *
     * @param map null for {@code MATRIX_EXP} of square matrices and {@code HOUSEHOLDER} of others
     * @param useTrivialization whether what is learned starts from the present value, kept as the buffer {@code base};
     *     without it only {@code HOUSEHOLDER} can be assigned to
     * @throws ArgumentException when the module has no such tensor
     * @throws ShapeException for less than two dimensions
     */
    public static <M extends Module> M orthogonal(
            M module, String name, @Nullable OrthogonalMap map, boolean useTrivialization) {
        Tensor weight = known(module, name);
        if (weight.dim() < 2) {
            throw new ShapeException(
                    "Expected a matrix or batch of matrices. Got a tensor of " + weight.dim() + " dimensions.");
        }
        OrthogonalMap usual = weight.size(-2) == weight.size(-1) ? OrthogonalMap.MATRIX_EXP : OrthogonalMap.HOUSEHOLDER;
        return Parametrize.registerParametrization(
                module, name, new Orthogonal(weight.detach(), map == null ? usual : map, useTrivialization), true);
    }

    private static Tensor known(Module module, String name) {
        Tensor weight = module.namedParameters().get(name);
        if (weight == null && Parametrize.isParametrized(module, name)) {
            weight = module.computed(name);
        }
        if (weight == null) {
            throw new ArgumentException("Module '" + module + "' has no parameter or buffer with name '" + name + "'");
        }
        return weight;
    }

    static int outputDim(Module module) {
        boolean transposed = module instanceof ConvTranspose1d
                || module instanceof ConvTranspose2d
                || module instanceof ConvTranspose3d;
        return transposed ? 1 : 0;
    }

    private static final class Weight extends Parametrization {
        private final @Nullable Integer dim;

        Weight(@Nullable Integer dim) {
            this.dim = dim;
        }

        @Override
        public Tensor forward(@Nullable Tensor... lengthAndDirection) {
            return Norms.weight(
                    Objects.requireNonNull(lengthAndDirection[1]), Objects.requireNonNull(lengthAndDirection[0]), dim);
        }

        @Override
        public List<Tensor> rightInverse(Tensor value) {
            return List.of(Norms.exceptDim(value, dim), value);
        }

        @Override
        protected String typeName() {
            return "_WeightNorm";
        }
    }

    private static final class Spectral extends Parametrization {
        private final int turns;
        private final int dim;
        private final double eps;
        private @Nullable Tensor u;
        private @Nullable Tensor v;

        Spectral(Tensor weight, int turns, int dim, double eps) {
            int dims = weight.dim();
            if (dim >= dims || dim < -dims) {
                throw new IndexException("Dimension out of range (expected to be in range of [-" + dims + ", "
                        + (dims - 1) + "] but got " + dim + ")");
            }
            if (turns <= 0) {
                throw new ArgumentException(
                        "Expected n_power_iterations to be positive, but got n_power_iterations=" + turns);
            }
            this.turns = turns;
            this.dim = dim;
            this.eps = eps;
            if (dims > 1) {
                Tensor matrix = Norms.matrix(weight.detach(), dim);
                u = registerBuffer("_u", Norms.random(matrix, 0, eps));
                v = registerBuffer("_v", Norms.random(matrix, 1, eps));
                improve(matrix, 15);
            }
        }

        private void improve(Tensor matrix, int times) {
            Tensor left = Objects.requireNonNull(u);
            Tensor right = Objects.requireNonNull(v);
            Grad.noGrad(() -> {
                for (int i = 0; i < times; i++) {
                    Norms.turn(matrix.detach(), left, right, eps, false);
                }
                return left;
            });
        }

        @Override
        public Tensor forward(Tensor weight) {
            if (u == null || v == null) {
                return Norms.unit(weight, eps);
            }
            Tensor matrix = Norms.matrix(weight, dim);
            if (isTraining()) {
                improve(matrix, turns);
            }
            return Norms.divided(weight, matrix, u, v);
        }

        @Override
        public List<Tensor> rightInverse(Tensor value) {
            return List.of(value);
        }

        @Override
        protected String typeName() {
            return "_SpectralNorm";
        }
    }
}
