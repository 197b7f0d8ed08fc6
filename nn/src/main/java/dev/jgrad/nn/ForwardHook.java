package dev.jgrad.nn;

import dev.jgrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees a module, its inputs and outputs after it computed. {@code register_forward_hook}. */
@FunctionalInterface
public interface ForwardHook {
    /** Runs after the computation; {@code outputs.set(i, tensor)} replaces one. */
    void run(Module module, List<@Nullable Tensor> inputs, List<@Nullable Tensor> outputs);
}
