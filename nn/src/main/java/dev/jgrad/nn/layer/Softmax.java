package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** e^x / sum(e^x) along a dimension. {@code torch.nn.Softmax}. */
public final class Softmax extends Module {
    private final int dim;

    /**
     * With all settings.
     *
     * @param dim the dimension
     */
    public Softmax(int dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.softmax(input, dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
