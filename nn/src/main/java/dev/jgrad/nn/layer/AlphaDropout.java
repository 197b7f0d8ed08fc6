package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Dropout that keeps mean and variance, for SELU. Klambauer and others 2017. {@code torch.nn.AlphaDropout}. */
public final class AlphaDropout extends Module {
    private final double p;
    private final boolean inplace;

    /** With probability 0.5. */
    public AlphaDropout() {
        this(0.5, false);
    }

    /** Into a new tensor. */
    public AlphaDropout(double p) {
        this(p, false);
    }

    /**
     * With all settings.
     *
     * @param p the probability of zero
     * @param inplace writes the result over the input
     */
    public AlphaDropout(double p, boolean inplace) {
        this.p = Numbers.probability(p);
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor result = Functional.alphaDropout(input, p, isTraining());
        return inplace ? input.copy_(result) : result;
    }

    @Override
    protected String extraRepr() {
        return "p=" + Repr.of(p) + ", inplace=" + Repr.of(inplace);
    }
}
