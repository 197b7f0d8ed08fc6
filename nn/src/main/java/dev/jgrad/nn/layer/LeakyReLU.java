package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x, or a small multiple of it where it is negative. {@code torch.nn.LeakyReLU}. */
public final class LeakyReLU extends Module {
    private final double negativeSlope;
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public LeakyReLU() {
        this(0.01, false);
    }

    /** Into a new tensor. */
    public LeakyReLU(double negativeSlope) {
        this(negativeSlope, false);
    }

    /**
     * With all settings.
     *
     * @param negativeSlope the multiple
     * @param inplace writes the result over the input
     */
    public LeakyReLU(double negativeSlope, boolean inplace) {
        this.negativeSlope = negativeSlope;
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.leakyRelu_(input, negativeSlope) : Functional.leakyRelu(input, negativeSlope);
    }

    @Override
    protected String extraRepr() {
        return "negative_slope=" + Repr.of(negativeSlope) + (inplace ? ", inplace=True" : "");
    }
}
