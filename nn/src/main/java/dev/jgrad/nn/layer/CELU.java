package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** ELU made differentiable for every alpha. Barron 2017. {@code torch.nn.CELU}. */
public final class CELU extends Module {
    private final double alpha;
    private final boolean inplace;

    /** With PyTorch's defaults. */
    public CELU() {
        this(1, false);
    }

    /** Into a new tensor. */
    public CELU(double alpha) {
        this(alpha, false);
    }

    /**
     * With all settings.
     *
     * @param alpha the limit below, negated
     * @param inplace writes the result over the input
     */
    public CELU(double alpha, boolean inplace) {
        this.alpha = alpha;
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor input) {
        return inplace ? Functional.celu_(input, alpha) : Functional.celu(input, alpha);
    }

    @Override
    protected String extraRepr() {
        return "alpha=" + Repr.of(alpha) + (inplace ? ", inplace=True" : "");
    }
}
