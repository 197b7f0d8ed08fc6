package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** ln(e^x / sum(e^x)) along a dimension. {@code torch.nn.LogSoftmax}. */
public final class LogSoftmax extends Module {
    private final int dim;

    /**
     * With all settings.
     *
     * @param dim the dimension
     */
    public LogSoftmax(int dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.logSoftmax(input, dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
