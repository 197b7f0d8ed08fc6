package dev.jgrad.autograd;

import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A node of one output and at most two inputs, whose gradients are computed one at a time. Most graphs consist of such
 * nodes, and the engine runs them without arrays.
 */
public abstract class SeparableNode extends Node {
    /** A node with this number. */
    protected SeparableNode(long sequence) {
        super(sequence);
    }

    /** The gradient of input {@code i}, which needs it, from that of the output; null where there is none. */
    protected abstract @Nullable Tensor gradient(int i, Tensor grad);

    @Override
    protected final @Nullable Tensor[] apply(@Nullable Tensor[] gradOutputs) {
        Tensor grad = java.util.Objects.requireNonNull(gradOutputs[0]);
        @Nullable Tensor[] grads = new Tensor[nextCount()];
        for (int i = 0; i < grads.length; i++) {
            grads[i] = needsInput(i) ? gradient(i, grad) : null;
        }
        return grads;
    }
}
