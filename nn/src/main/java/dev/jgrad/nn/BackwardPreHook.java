package dev.jgrad.nn;

import dev.jgrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees the gradients that arrive at a module's outputs. {@code register_full_backward_pre_hook}. */
@FunctionalInterface
public interface BackwardPreHook {
    /** Runs before the module's backward pass; {@code gradOutputs.set(i, tensor)} replaces one. */
    void run(Module module, List<@Nullable Tensor> gradOutputs);
}
