package dev.jgrad.tensor;

import dev.jgrad.op.ArithmeticOps;
import dev.jgrad.op.UnaryMathOps;

/** Operations on bits that overwrite the tensor. */
public sealed interface BitwiseWrites permits Tensor {
    /** {@link Tensor#bitwiseNot()} in place. */
    default Tensor bitwiseNot_() {
        return UnaryMathOps.BITWISE_NOT.callInPlace((Tensor) this);
    }

    /** {@link Tensor#bitwiseAnd(Tensor)} in place. */
    default Tensor bitwiseAnd_(Tensor other) {
        return ArithmeticOps.BITWISE_AND.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseAnd(double)} in place. */
    default Tensor bitwiseAnd_(double other) {
        return ArithmeticOps.BITWISE_AND.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseAnd(long)} in place. */
    default Tensor bitwiseAnd_(long other) {
        return ArithmeticOps.BITWISE_AND.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseOr(Tensor)} in place. */
    default Tensor bitwiseOr_(Tensor other) {
        return ArithmeticOps.BITWISE_OR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseOr(double)} in place. */
    default Tensor bitwiseOr_(double other) {
        return ArithmeticOps.BITWISE_OR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseOr(long)} in place. */
    default Tensor bitwiseOr_(long other) {
        return ArithmeticOps.BITWISE_OR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseXor(Tensor)} in place. */
    default Tensor bitwiseXor_(Tensor other) {
        return ArithmeticOps.BITWISE_XOR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseXor(double)} in place. */
    default Tensor bitwiseXor_(double other) {
        return ArithmeticOps.BITWISE_XOR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseXor(long)} in place. */
    default Tensor bitwiseXor_(long other) {
        return ArithmeticOps.BITWISE_XOR.callInPlace((Tensor) this, other);
    }
}
