package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** e^-x / sum(e^-x) along a dimension. {@code torch.nn.Softmin}. */
public final class Softmin extends Module {
    private final @Nullable Integer dim;

    /**
     * Along a dimension that depends on the number of dimensions, as PyTorch's older form does: 0 for none, one and three,
     * 1 for others. Naming it says what is meant.
     */
    public Softmin() {
        this.dim = null;
    }

    /**
     * With all settings.
     *
     * @param dim the dimension
     */
    public Softmin(int dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.softmin(input, ImplicitDim.of(dim, input));
    }

    @Override
    protected String extraRepr() {
        return "dim=" + Repr.of(dim);
    }
}
