package dev.jgrad.op;

import dev.jgrad.tensor.Tensor;
import java.util.function.UnaryOperator;

/** The in-place form of operations that have no kernel of their own for it. */
public final class InPlace {
    private InPlace() {}

    /** Computes and overwrites; the history of the tensor becomes that of the operation. */
    public static Tensor apply(String op, Tensor self, UnaryOperator<Tensor> operation) {
        return Recorder.inPlace(op, self, operation);
    }
}
