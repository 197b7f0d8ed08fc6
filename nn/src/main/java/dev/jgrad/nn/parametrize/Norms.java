package dev.jgrad.nn.parametrize;

import dev.jgrad.data.Dims;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The norms that weight and spectral normalisation divide by. */
final class Norms {
    private Norms() {}

    /** 2-norms of all slices along a dimension, of 1 in the others; of the whole tensor when there is no dimension. */
    static Tensor exceptDim(Tensor v, @Nullable Integer dim) {
        if (dim == null) {
            return v.norm(2);
        }
        int kept = Dims.wrap(dim, v.dim());
        int[] others = IntStream.range(0, v.dim()).filter(d -> d != kept).toArray();
        return others.length == 0 ? v.abs() : v.norm(2, others, true);
    }

    /** The weight of a direction and a length. Salimans, Kingma 2016. */
    static Tensor weight(Tensor v, Tensor g, @Nullable Integer dim) {
        return v.mul(g.div(exceptDim(v, dim)));
    }

    /** The weight as a matrix, a dimension first. */
    static Tensor matrix(Tensor weight, int dim) {
        return weight.movedim(dim, 0).flatten(1, -1);
    }

    /** A random vector of length 1 for a dimension of a matrix. */
    static Tensor random(Tensor matrix, int dim, double eps) {
        return unit(Tensors.randn(new TensorOptions(matrix.dtype(), matrix.device()), matrix.size(dim)), eps);
    }

    /** A vector scaled to length 1. */
    static Tensor unit(Tensor vector, double eps) {
        return Functional.normalize(vector, 2, 0, eps);
    }

    /** One turn of the power method for the greatest singular value, unrecorded. */
    static void turn(Tensor matrix, Tensor u, Tensor v, double eps, boolean rightFirst) {
        if (rightFirst) {
            v.copy_(unit(matrix.mT().mv(u), eps));
            u.copy_(unit(matrix.mv(v), eps));
        } else {
            u.copy_(unit(matrix.mv(v), eps));
            v.copy_(unit(matrix.mT().mv(u), eps));
        }
    }

    /** The weight over its greatest singular value, by vectors that later turns may overwrite. */
    static Tensor divided(Tensor weight, Tensor matrix, Tensor u, Tensor v) {
        return weight.div(u.clone().dot(matrix.mv(v.clone())));
    }
}
