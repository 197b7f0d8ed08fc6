package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The dimension of a softmax whose dimension nobody named: {@code torch.nn.functional._get_softmax_dim}. */
final class ImplicitDim {
    private ImplicitDim() {}

    static int of(@Nullable Integer dim, Tensor input) {
        if (dim != null) {
            return dim;
        }
        return input.dim() == 0 || input.dim() == 1 || input.dim() == 3 ? 0 : 1;
    }
}
