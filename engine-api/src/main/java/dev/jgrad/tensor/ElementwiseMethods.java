package dev.jgrad.tensor;

import dev.jgrad.op.ArithmeticForms;
import dev.jgrad.op.ArithmeticOps;
import dev.jgrad.op.RoundedDivision;
import dev.jgrad.op.TernaryOps;

/** Arithmetic, element by element, with broadcasting and promotion. */
public sealed interface ElementwiseMethods permits Tensor {
    /** this + other. */
    default Tensor add(Tensor other) {
        return ArithmeticOps.ADD.call((Tensor) this, other);
    }

    /** this - other. */
    default Tensor sub(Tensor other) {
        return ArithmeticOps.SUB.call((Tensor) this, other);
    }

    /** this * other. */
    default Tensor mul(Tensor other) {
        return ArithmeticOps.MUL.call((Tensor) this, other);
    }

    /** this / other. */
    default Tensor div(Tensor other) {
        return ArithmeticOps.DIV.call((Tensor) this, other);
    }

    /** Quotient rounded down. */
    default Tensor floorDivide(Tensor other) {
        return ArithmeticOps.FLOOR_DIVIDE.call((Tensor) this, other);
    }

    /** Remainder with the sign of the divisor. */
    default Tensor remainder(Tensor other) {
        return ArithmeticOps.REMAINDER.call((Tensor) this, other);
    }

    /** Remainder with the sign of the dividend. */
    default Tensor fmod(Tensor other) {
        return ArithmeticOps.FMOD.call((Tensor) this, other);
    }

    /** this to the power of the exponent. */
    default Tensor pow(Tensor other) {
        return ArithmeticOps.POW.call((Tensor) this, other);
    }

    /** this + other, a floating number. */
    default Tensor add(double other) {
        return ArithmeticOps.ADD.call((Tensor) this, other);
    }

    /** this + other, an integral number. */
    default Tensor add(long other) {
        return ArithmeticOps.ADD.call((Tensor) this, other);
    }

    /** this - other, a floating number. */
    default Tensor sub(double other) {
        return ArithmeticOps.SUB.call((Tensor) this, other);
    }

    /** this - other, an integral number. */
    default Tensor sub(long other) {
        return ArithmeticOps.SUB.call((Tensor) this, other);
    }

    /** this * other, a floating number. */
    default Tensor mul(double other) {
        return ArithmeticOps.MUL.call((Tensor) this, other);
    }

    /** this * other, an integral number. */
    default Tensor mul(long other) {
        return ArithmeticOps.MUL.call((Tensor) this, other);
    }

    /** this / other, a floating number. */
    default Tensor div(double other) {
        return ArithmeticOps.DIV.call((Tensor) this, other);
    }

    /** this / other, an integral number. */
    default Tensor div(long other) {
        return ArithmeticOps.DIV.call((Tensor) this, other);
    }

    /** Quotient rounded down, a floating number. */
    default Tensor floorDivide(double other) {
        return ArithmeticOps.FLOOR_DIVIDE.call((Tensor) this, other);
    }

    /** Quotient rounded down, an integral number. */
    default Tensor floorDivide(long other) {
        return ArithmeticOps.FLOOR_DIVIDE.call((Tensor) this, other);
    }

    /** Remainder with the sign of the divisor, a floating number. */
    default Tensor remainder(double other) {
        return ArithmeticOps.REMAINDER.call((Tensor) this, other);
    }

    /** Remainder with the sign of the divisor, an integral number. */
    default Tensor remainder(long other) {
        return ArithmeticOps.REMAINDER.call((Tensor) this, other);
    }

    /** Remainder with the sign of the dividend, a floating number. */
    default Tensor fmod(double other) {
        return ArithmeticOps.FMOD.call((Tensor) this, other);
    }

    /** Remainder with the sign of the dividend, an integral number. */
    default Tensor fmod(long other) {
        return ArithmeticOps.FMOD.call((Tensor) this, other);
    }

    /** this to the power of the exponent, a floating number. */
    default Tensor pow(double other) {
        return ArithmeticOps.POW.call((Tensor) this, other);
    }

    /** this to the power of the exponent, an integral number. */
    default Tensor pow(long other) {
        return ArithmeticOps.POW.call((Tensor) this, other);
    }

    /**
     * this to the power of Python's {@code True} or {@code False}: itself or ones, also for bool, where any other exponent is
     * refused or promotes.
     */
    default Tensor pow(boolean other) {
        return ArithmeticForms.pow((Tensor) this, other);
    }

    /** this + alpha * other. */
    default Tensor add(Tensor other, double alpha) {
        return alpha == 1 ? add(other) : ArithmeticOps.ADD_SCALED.call((Tensor) this, other, alpha, 0);
    }

    /** this - alpha * other. */
    default Tensor sub(Tensor other, double alpha) {
        return alpha == 1 ? sub(other) : ArithmeticOps.SUB_SCALED.call((Tensor) this, other, -alpha, 0);
    }

    /** this / other, rounded: {@code trunc} towards zero, {@code floor} down. */
    default Tensor div(Tensor other, String roundingMode) {
        return RoundedDivision.of(roundingMode).call((Tensor) this, other);
    }

    /** this / other, rounded: {@code trunc} towards zero, {@code floor} down. */
    default Tensor div(double other, String roundingMode) {
        return RoundedDivision.of(roundingMode).call((Tensor) this, other);
    }

    /** this / other, rounded: {@code trunc} towards zero, {@code floor} down. */
    default Tensor div(long other, String roundingMode) {
        return RoundedDivision.of(roundingMode).call((Tensor) this, other);
    }

    /** number - this. */
    default Tensor rsub(double number) {
        return ArithmeticOps.rsub((Tensor) this, number);
    }

    /** number - this. */
    default Tensor rsub(long number) {
        return ArithmeticOps.rsub((Tensor) this, number);
    }

    /** number / this. */
    default Tensor rdiv(double number) {
        return ArithmeticOps.rdiv((Tensor) this, number);
    }

    /** number to the power of this. */
    default Tensor rpow(double number) {
        return ArithmeticOps.rpow(number, true, (Tensor) this);
    }

    /** number to the power of this. */
    default Tensor rpow(long number) {
        return ArithmeticOps.rpow(number, false, (Tensor) this);
    }

    /** this + value * a * b. */
    default Tensor addcmul(Tensor a, Tensor b, double value) {
        return TernaryOps.addcmul((Tensor) this, a, b, value);
    }

    /** this + value * a / b. */
    default Tensor addcdiv(Tensor a, Tensor b, double value) {
        return TernaryOps.addcdiv((Tensor) this, a, b, value);
    }

    /** this + weight * (end - this). */
    default Tensor lerp(Tensor end, double weight) {
        return TernaryOps.lerp((Tensor) this, end, weight);
    }

    /** this + weight * (end - this). */
    default Tensor lerp(Tensor end, Tensor weight) {
        return TernaryOps.lerp((Tensor) this, end, weight);
    }

    /** Elements of this where the condition holds, else of other. */
    default Tensor where(Tensor condition, Tensor other) {
        return TernaryOps.where(condition, (Tensor) this, other);
    }
}
