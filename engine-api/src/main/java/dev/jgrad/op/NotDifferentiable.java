package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Arguments that PyTorch has no gradient for and therefore refuses when they want one, instead of leaving it at zero. */
final class NotDifferentiable {
    private NotDifferentiable() {}

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
