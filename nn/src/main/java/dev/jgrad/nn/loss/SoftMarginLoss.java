package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The logistic loss of targets 1 and -1. {@code torch.nn.SoftMarginLoss}. */
public final class SoftMarginLoss extends Loss {
    private final Reduction reduction;

    /** The mean. */
    public SoftMarginLoss() {
        this(Reduction.MEAN);
    }

    /** With another reduction. */
    public SoftMarginLoss(Reduction reduction) {
        super(2);
        this.reduction = reduction;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.softMarginLoss(given[0], given[1], reduction.label());
    }
}
