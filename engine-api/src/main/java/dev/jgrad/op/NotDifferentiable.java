package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What PyTorch has no gradient for and therefore refuses when one is wanted, instead of leaving it at zero. */
final class NotDifferentiable {
    private NotDifferentiable() {}

    /**
     * Makes results part of the graph, where a backward pass through them fails.
     *
     * @param function PyTorch's name of the recorded function
     */
    static void record(String function, Tensor[] outs, @Nullable Tensor... inputs) {
        Dispatcher.recordAll("NotImplemented", outs, inputs, new Tensor[0], c -> {
            throw new AutogradException("derivative for aten::" + function + " is not implemented");
        });
    }

    /**
     * Refuses an argument that requires a gradient while recording is on.
     *
     * @param function PyTorch's name of the recorded function
     */
    static void refuse(String function, String argument, @Nullable Tensor value) {
        if (value != null && value.requiresGrad() && Grad.isEnabled()) {
            throw new ArgumentException(
                    "The function '" + function + "' is not differentiable with respect to argument '" + argument
                            + "'. This input cannot have requires_grad True.");
        }
    }
}
