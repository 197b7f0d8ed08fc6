package dev.jgrad.nn.loss;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** The absolute difference. {@code torch.nn.L1Loss}. */
public final class L1Loss extends Loss {
    private final Reduction reduction;

    /** The mean. */
    public L1Loss() {
        this(Reduction.MEAN);
    }

    /** With another reduction. */
    public L1Loss(Reduction reduction) {
        super(2);
        this.reduction = reduction;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.l1Loss(given[0], given[1], reduction.label());
    }
}
