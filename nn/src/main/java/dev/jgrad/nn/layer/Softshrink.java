package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x moved towards 0, and 0 where its magnitude is small. {@code torch.nn.Softshrink}. */
public final class Softshrink extends Module {
    private final double lambda;

    /** With PyTorch's defaults. */
    public Softshrink() {
        this(0.5);
    }

    /**
     * With all settings.
     *
     * @param lambda how far
     */
    public Softshrink(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.softshrink(input, lambda);
    }

    @Override
    protected String extraRepr() {
        return Numbers.text(lambda, isInteger("lambd", false));
    }
}
