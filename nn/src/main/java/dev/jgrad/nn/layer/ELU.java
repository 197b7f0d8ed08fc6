package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** x, or alpha (e^x - 1) where it is negative. Clevert and others 2015. {@code torch.nn.ELU}. */
public final class ELU extends Module {
    private final double alpha;
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public ELU() {
        this(1, false);
    }

    /** Into a new tensor. */
    public ELU(double alpha) {
        this(alpha, false);
    }

    /**
     * With all settings.
     *
     * @param alpha the limit below, negated
     * @param inplace writes the result over the input
     */
    public ELU(double alpha, boolean inplace) {
        this.alpha = alpha;
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.elu_(input, alpha) : Functional.elu(input, alpha);
    }

    @Override
    protected String extraRepr() {
        return "alpha=" + Repr.of(alpha) + (inplace ? ", inplace=True" : "");
    }
}
