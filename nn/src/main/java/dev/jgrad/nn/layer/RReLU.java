package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The leaky rectifier with a random slope in training. Xu and others 2015. {@code torch.nn.RReLU}. */
public final class RReLU extends Module {
    private final double lower;
    private final double upper;

    /** With PyTorch's defaults. */
    public RReLU() {
        this(1.0 / 8, 1.0 / 3);
    }

    /**
     * With all settings.
     *
     * @param lower the least slope
     * @param upper the greatest slope
     */
    public RReLU(double lower, double upper) {
        this.lower = lower;
        this.upper = upper;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.rrelu(input, lower, upper, isTraining());
    }

    @Override
    protected String extraRepr() {
        return "lower=" + Repr.of(lower) + ", upper=" + Repr.of(upper);
    }
}
