package dev.jgrad.op;

import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of all inputs of an operation, written with tensor operations so that they differentiate again. A rule
 * may use a backward kernel when {@link BackwardContext#recording()} is false.
 */
@FunctionalInterface
public interface BackwardRule {
    /** One gradient per input, null where none is needed. */
    @Nullable
    Tensor[] apply(BackwardContext c);
}
