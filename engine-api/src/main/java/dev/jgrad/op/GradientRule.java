package dev.jgrad.op;

import dev.jgrad.tensor.Tensor;

/**
 * The gradient of one operand of an elementwise operation, written with tensor operations: it runs where the data is and
 * differentiates again. Rules do not undo broadcasts or casts; the engine does that once.
 */
@FunctionalInterface
public interface GradientRule {
    /** The gradient of the operand from that of the result. */
    Tensor apply(Tensor g, Saved s);
}
