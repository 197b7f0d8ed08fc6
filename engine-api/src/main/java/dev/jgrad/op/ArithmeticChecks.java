package dev.jgrad.op;

import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Promotion;
import dev.jgrad.tensor.Tensor;

/** Checks of dtypes that several operations share. */
final class ArithmeticChecks {
    private ArithmeticChecks() {}

    static void floatingResult(String kernel, Tensor a, Tensor b) {
        if (!Promotion.promote(a.dtype(), b.dtype()).isFloatingPoint()) {
            throw new DTypeException("\"" + kernel + "\" not implemented for '"
                    + a.dtype().scalarTypeName() + "': convert with .to(FLOAT32)");
        }
    }
}
