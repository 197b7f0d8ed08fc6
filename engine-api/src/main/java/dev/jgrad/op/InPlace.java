package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.tensor.Tensor;
import java.util.function.UnaryOperator;

/** The in-place form of operations that have no kernel of their own for it. */
public final class InPlace {
    private InPlace() {}

    /** Computes and overwrites; the history of the tensor becomes that of the operation. */
    public static Tensor apply(String op, Tensor self, UnaryOperator<Tensor> operation) {
        return Recorder.inPlace(op, self, operation);
    }

    /** A result in another dtype has no room in the tensor. */
    public static void checkDType(Tensor self, DType dtype) {
        if (self.dtype() != dtype) {
            throw new DTypeException("Bad in-place call: input tensor dtype "
                    + self.dtype().scalarTypeName() + " and output tensor dtype " + dtype.scalarTypeName()
                    + " should match");
        }
    }
}
