package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The cosine of the angle between two tensors along a dimension. {@code torch.nn.CosineSimilarity}. */
public final class CosineSimilarity extends Module {
    private final int dim;
    private final double eps;

    /** Along dimension 1. */
    public CosineSimilarity() {
        this(1, 1e-8);
    }

    /** Along a dimension; {@code eps} keeps it from dividing by zero. */
    public CosineSimilarity(int dim, double eps) {
        this.dim = dim;
        this.eps = eps;
    }

    /** Takes two inputs. */
    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        Inputs.check(this, inputs, 2, 2);
        return Functional.cosineSimilarity(inputs[0], inputs[1], dim, eps);
    }
}
