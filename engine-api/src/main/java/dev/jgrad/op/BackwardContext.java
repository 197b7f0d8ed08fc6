package dev.jgrad.op;

import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** What a {@link BackwardRule} reads: the gradients that arrived, the saved tensors, which inputs need a gradient. */
public final class BackwardContext {
    private final RuleNode node;
    private final @Nullable Tensor[] gradOutputs;

    BackwardContext(RuleNode node, @Nullable Tensor[] gradOutputs) {
        this.node = node;
        this.gradOutputs = gradOutputs;
    }

    /** The gradient of the only (or first) output. */
    public Tensor grad() {
        return grad(0);
    }

    /** The gradient of an output; zeros where none arrived. */
    public Tensor grad(int output) {
        Tensor g = gradOutputs[output];
        if (g == null) {
            for (Tensor any : gradOutputs) {
                if (any != null) {
                    return Tensors.zeros(
                            new TensorOptions(node.outputDType(output), any.device()), node.outputSizes(output));
                }
            }
            throw new IllegalStateException("no gradient arrived at " + node.name());
        }
        return g;
    }

    /** True when a gradient arrived for an output. */
    public boolean hasGrad(int output) {
        return gradOutputs[output] != null;
    }

    /** True when input {@code i} needs its gradient. */
    public boolean needs(int i) {
        return node.needs(i);
    }

    /** The i-th saved tensor. */
    public Tensor saved(int i) {
        return node.saved(i);
    }

    /** The i-th saved tensor, or null when null was saved. */
    public @Nullable Tensor savedOrNull(int i) {
        return node.hasSaved(i) ? node.saved(i) : null;
    }

    /**
     * True when gradients must be computed by differentiable operations: when this pass is itself differentiated, or under
     * vmap, where operations have batching rules and backward kernels need none.
     */
    public boolean recording() {
        return Dispatcher.recording() || Batching.anyBatched(gradOutputs) || node.savesBatched();
    }
}
