package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** ln(1 + e^(beta x)) / beta, the smooth rectifier. {@code torch.nn.Softplus}. */
public final class Softplus extends Module {
    private final double beta;
    private final double threshold;

    /** With PyTorch's defaults. */
    public Softplus() {
        this(1, 20);
    }

    /**
     * With all settings.
     *
     * @param beta how sharp the bend is
     * @param threshold above it, the function is x
     */
    public Softplus(double beta, double threshold) {
        this.beta = beta;
        this.threshold = threshold;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.softplus(input, beta, threshold);
    }

    @Override
    protected String extraRepr() {
        return "beta=" + Repr.of(beta) + ", threshold=" + Repr.of(threshold);
    }
}
