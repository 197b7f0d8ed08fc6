package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The hinge loss of several labels per sample. {@code torch.nn.MultiLabelMarginLoss}. */
public final class MultiLabelMarginLoss extends Loss {
    private final Reduction reduction;

    /** The mean. */
    public MultiLabelMarginLoss() {
        this(Reduction.MEAN);
    }

    /** With another reduction. */
    public MultiLabelMarginLoss(Reduction reduction) {
        super(2);
        this.reduction = reduction;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.multilabelMarginLoss(given[0], given[1], reduction.label());
    }
}
