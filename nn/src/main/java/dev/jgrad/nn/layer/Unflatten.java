package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Tensor;

/** Cuts one dimension into several. {@code torch.nn.Unflatten}. */
public final class Unflatten extends Module {
    private final int dim;
    private final long[] unflattenedSize;

    /** Cuts a dimension into these sizes, one of which may be -1. */
    public Unflatten(int dim, long... unflattenedSize) {
        this.dim = dim;
        this.unflattenedSize = unflattenedSize.clone();
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.unflatten(dim, unflattenedSize);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim + ", unflattened_size=" + Repr.tuple(unflattenedSize);
    }
}
