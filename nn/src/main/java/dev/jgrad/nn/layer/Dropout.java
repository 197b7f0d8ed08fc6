package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Sets elements to zero at random in training and scales the others up. Hinton and others 2012. {@code torch.nn.Dropout}. */
public final class Dropout extends Module {
    private final double p;
    private final boolean inplace;

    /** With probability 0.5. */
    public Dropout() {
        this(0.5, false);
    }

    /** Into a new tensor. */
    public Dropout(double p) {
        this(p, false);
    }

    /**
     * With all settings.
     *
     * @param p the probability of zero
     * @param inplace writes the result over the input
     */
    public Dropout(double p, boolean inplace) {
        this.p = Numbers.probability(p);
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.dropout_(input, p, isTraining()) : Functional.dropout(input, p, isTraining());
    }

    @Override
    protected String extraRepr() {
        return "p=" + Repr.of(p) + ", inplace=" + Repr.of(inplace);
    }
}
