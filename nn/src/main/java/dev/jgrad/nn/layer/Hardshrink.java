package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x, or 0 where its magnitude is small. {@code torch.nn.Hardshrink}. */
public final class Hardshrink extends Module {
    private final double lambda;

    /** With PyTorch's defaults. */
    public Hardshrink() {
        this(0.5);
    }

    /**
     * With all settings.
     *
     * @param lambda the greatest magnitude that becomes 0
     */
    public Hardshrink(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.hardshrink(input, lambda);
    }

    @Override
    protected String extraRepr() {
        return Numbers.text(lambda, isInteger("lambd", false));
    }
}
