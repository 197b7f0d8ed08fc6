package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The leaky rectifier with a random slope in training. Xu and others 2015. {@code torch.nn.RReLU}. */
public final class RReLU extends Module {
    private final double lower;
    private final double upper;
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public RReLU() {
        this(1.0 / 8, 1.0 / 3);
    }

    /** Into a new tensor. */
    public RReLU(double lower, double upper) {
        this(lower, upper, false);
    }

    /**
     * With all settings.
     *
     * @param lower the least slope
     * @param upper the greatest slope
     * @param inplace writes the result over the input
     */
    public RReLU(double lower, double upper, boolean inplace) {
        this.lower = lower;
        this.upper = upper;
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace
                ? Functional.rrelu_(input, lower, upper, isTraining())
                : Functional.rrelu(input, lower, upper, isTraining());
    }

    @Override
    protected String extraRepr() {
        return "lower=" + Repr.of(lower) + ", upper=" + Repr.of(upper) + (inplace ? ", inplace=True" : "");
    }
}
