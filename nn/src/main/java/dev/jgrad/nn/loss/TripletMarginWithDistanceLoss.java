package dev.jgrad.nn.loss;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.layer.PairwiseDistance;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import java.util.function.BinaryOperator;

/** {@link TripletMarginLoss} with any distance. {@code torch.nn.TripletMarginWithDistanceLoss}. */
public final class TripletMarginWithDistanceLoss extends Loss {
    private final BinaryOperator<Tensor> distance;
    private final double margin;
    private final boolean swap;
    private final Reduction reduction;

    /** With Euclidean distances and PyTorch's defaults. */
    public TripletMarginWithDistanceLoss() {
        this(new PairwiseDistance(), 1, false, Reduction.MEAN);
    }

    /** With a module that takes two tensors; it becomes a part of this one. */
    public TripletMarginWithDistanceLoss(Module distance, double margin, boolean swap, Reduction reduction) {
        this(distance::call, margin, swap, reduction);
        registerModule("distance_function", distance);
    }

    /**
     * With any function.
     *
     * @param distance of two tensors
     * @param margin by how much the positive must be nearer
     * @param swap takes the distance of the examples where it is less
     * @param reduction what becomes of the losses of all elements
     */
    public TripletMarginWithDistanceLoss(
            BinaryOperator<Tensor> distance, double margin, boolean swap, Reduction reduction) {
        super(3);
        if (!(margin > 0)) {
            throw new ArgumentException("TripletMarginWithDistanceLoss: expected margin to be greater than 0, got "
                    + Repr.of(margin) + " instead");
        }
        this.distance = distance;
        this.margin = margin;
        this.swap = swap;
        this.reduction = reduction;
    }

    @Override
    protected boolean callsBack() {
        return true;
    }

    @Override
    Tensor compute(Tensor... given) {
        return Functional.tripletMarginWithDistanceLoss(
                given[0], given[1], given[2], distance, margin, swap, reduction.label());
    }
}
