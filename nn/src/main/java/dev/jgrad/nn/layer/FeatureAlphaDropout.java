package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Alpha dropout of whole channels. {@code torch.nn.FeatureAlphaDropout}. */
public final class FeatureAlphaDropout extends Module {
    private final double p;
    private final boolean inplace;

    /** With probability 0.5. */
    public FeatureAlphaDropout() {
        this(0.5, false);
    }

    /** Into a new tensor. */
    public FeatureAlphaDropout(double p) {
        this(p, false);
    }

    /**
     * With all settings.
     *
     * @param p the probability of zero
     * @param inplace writes the result over the input
     */
    public FeatureAlphaDropout(double p, boolean inplace) {
        this.p = Numbers.probability(p);
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor result = Functional.featureAlphaDropout(input, p, isTraining());
        return inplace ? input.copy_(result) : result;
    }

    @Override
    protected String extraRepr() {
        return "p=" + Repr.of(p) + ", inplace=" + Repr.of(inplace);
    }
}
