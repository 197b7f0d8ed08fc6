package dev.jgrad.tensor;

import dev.jgrad.op.ArithmeticOps;
import dev.jgrad.op.UnaryMathOps;

/** Operations on the bits of integers, logical ones for bool. */
public sealed interface BitwiseMethods permits Tensor {
    /** Complement of all bits; logical for bool: {@code torch.bitwiseNot}. */
    default Tensor bitwiseNot() {
        return UnaryMathOps.BITWISE_NOT.call((Tensor) this);
    }

    /** Bitwise and. */
    default Tensor bitwiseAnd(Tensor other) {
        return ArithmeticOps.BITWISE_AND.call((Tensor) this, other);
    }

    /** Bitwise or. */
    default Tensor bitwiseOr(Tensor other) {
        return ArithmeticOps.BITWISE_OR.call((Tensor) this, other);
    }

    /** Bitwise exclusive or. */
    default Tensor bitwiseXor(Tensor other) {
        return ArithmeticOps.BITWISE_XOR.call((Tensor) this, other);
    }

    /** Shift to the left. */
    default Tensor bitwiseLeftShift(Tensor other) {
        return ArithmeticOps.SHIFT_LEFT.call((Tensor) this, other);
    }

    /** Arithmetic shift to the right. */
    default Tensor bitwiseRightShift(Tensor other) {
        return ArithmeticOps.SHIFT_RIGHT.call((Tensor) this, other);
    }

    /** Bitwise and, a floating number. */
    default Tensor bitwiseAnd(double other) {
        return ArithmeticOps.BITWISE_AND.call((Tensor) this, other);
    }

    /** Bitwise and, an integral number. */
    default Tensor bitwiseAnd(long other) {
        return ArithmeticOps.BITWISE_AND.call((Tensor) this, other);
    }

    /** Bitwise or, a floating number. */
    default Tensor bitwiseOr(double other) {
        return ArithmeticOps.BITWISE_OR.call((Tensor) this, other);
    }

    /** Bitwise or, an integral number. */
    default Tensor bitwiseOr(long other) {
        return ArithmeticOps.BITWISE_OR.call((Tensor) this, other);
    }

    /** Bitwise exclusive or, a floating number. */
    default Tensor bitwiseXor(double other) {
        return ArithmeticOps.BITWISE_XOR.call((Tensor) this, other);
    }

    /** Bitwise exclusive or, an integral number. */
    default Tensor bitwiseXor(long other) {
        return ArithmeticOps.BITWISE_XOR.call((Tensor) this, other);
    }

    /** Shift to the left, a floating number. */
    default Tensor bitwiseLeftShift(double other) {
        return ArithmeticOps.SHIFT_LEFT.call((Tensor) this, other);
    }

    /** Shift to the left, an integral number. */
    default Tensor bitwiseLeftShift(long other) {
        return ArithmeticOps.SHIFT_LEFT.call((Tensor) this, other);
    }

    /** Arithmetic shift to the right, a floating number. */
    default Tensor bitwiseRightShift(double other) {
        return ArithmeticOps.SHIFT_RIGHT.call((Tensor) this, other);
    }

    /** Arithmetic shift to the right, an integral number. */
    default Tensor bitwiseRightShift(long other) {
        return ArithmeticOps.SHIFT_RIGHT.call((Tensor) this, other);
    }
}
