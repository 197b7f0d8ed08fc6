package dev.jgrad.nn;

import dev.jgrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees the gradients that a module computed for its inputs. {@code register_full_backward_hook}. */
@FunctionalInterface
public interface BackwardHook {
    /** Runs after the module's backward pass; {@code gradInputs.set(i, tensor)} replaces one. */
    void run(Module module, List<@Nullable Tensor> gradInputs, List<@Nullable Tensor> gradOutputs);
}
