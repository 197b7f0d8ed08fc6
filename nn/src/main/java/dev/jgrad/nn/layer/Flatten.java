package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;

/** Merges dimensions into one, by default all but the first. {@code torch.nn.Flatten}. */
public final class Flatten extends Module {
    private final int startDim;
    private final int endDim;

    /** Merges all dimensions but the first. */
    public Flatten() {
        this(1, -1);
    }

    /** Merges all dimensions from {@code startDim} on. */
    public Flatten(int startDim) {
        this(startDim, -1);
    }

    /** Merges the dimensions from {@code startDim} to {@code endDim}. */
    public Flatten(int startDim, int endDim) {
        this.startDim = startDim;
        this.endDim = endDim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.flatten(startDim, endDim);
    }

    @Override
    protected String extraRepr() {
        return "start_dim=" + startDim + ", end_dim=" + endDim;
    }
}
