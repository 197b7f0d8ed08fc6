package dev.jgrad.nn;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;

/**
 * Makes and prints parameters. A parameter is a plain {@link Tensor}: a leaf that requires a gradient and is registered
 * with a {@link Module}. What {@code torch.nn.Parameter} adds by a class of its own, the registry knows.
 */
public final class Parameter {
    private Parameter() {}

    /** Lets a leaf require a gradient, if its dtype can have one, and returns it. */
    public static Tensor of(Tensor leaf) {
        return leaf.isFloatingPoint() ? of(leaf, true) : leaf;
    }

    /**
     * Says whether a leaf requires a gradient, and returns it.
     *
     * @throws ArgumentException when the tensor was computed by a recorded operation
     */
    public static Tensor of(Tensor leaf, boolean requiresGrad) {
        if (!leaf.isLeaf()) {
            throw new ArgumentException("a parameter must be a leaf; this tensor was computed by " + leaf.gradFn()
                    + ": use detach().clone()");
        }
        return leaf.requiresGrad_(requiresGrad);
    }

    /** The text PyTorch prints for a parameter. */
    public static String toString(Tensor parameter) {
        return "Parameter containing:\n" + parameter;
    }
}
