package dev.jgrad.nn;

import dev.jgrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees a module and its inputs before it computes. {@code register_forward_pre_hook}. */
@FunctionalInterface
public interface ForwardPreHook {
    /** Runs before the computation; {@code inputs.set(i, tensor)} replaces one. */
    void run(Module module, List<@Nullable Tensor> inputs);
}
