package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** e^-x / sum(e^-x) along a dimension. {@code torch.nn.Softmin}. */
public final class Softmin extends Module {
    private final int dim;

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
        return Functional.softmin(input, dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
