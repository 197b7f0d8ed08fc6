package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The squared difference. {@code torch.nn.MSELoss}. */
public final class MSELoss extends Loss {
    private final Reduction reduction;

    /** The mean. */
    public MSELoss() {
        this(Reduction.MEAN);
    }

    /** With another reduction. */
    public MSELoss(Reduction reduction) {
        super(2);
        this.reduction = reduction;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.mseLoss(given[0], given[1], reduction.label());
    }
}
