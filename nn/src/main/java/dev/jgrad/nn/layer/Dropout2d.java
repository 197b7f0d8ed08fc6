package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Sets whole channels of (batch, channels, height, width) to zero at random in training. {@code torch.nn.Dropout2d}. */
public final class Dropout2d extends Module {
    private final double p;
    private final boolean inplace;

    /** With probability 0.5. */
    public Dropout2d() {
        this(0.5, false);
    }

    /** Into a new tensor. */
    public Dropout2d(double p) {
        this(p, false);
    }

    /**
     * With all settings.
     *
     * @param p the probability of zero
     * @param inplace writes the result over the input
     */
    public Dropout2d(double p, boolean inplace) {
        this.p = Numbers.probability(p);
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor result = Functional.dropout2d(input, p, isTraining());
        return inplace ? input.copy_(result) : result;
    }

    @Override
    protected String extraRepr() {
        return "p=" + Repr.of(p) + ", inplace=" + Repr.of(inplace);
    }
}
