package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.op.ArithmeticForms;

/** Arithmetic with more arguments than two operands, and PyTorch's second names. */
public sealed interface ArithmeticMethods permits Tensor {
    /** this + alpha * other, floating numbers. */
    default Tensor add(double other, double alpha) {
        return ((Tensor) this).add(other * alpha);
    }

    /** this + alpha * other, integral numbers. */
    default Tensor add(long other, long alpha) {
        return ((Tensor) this).add(other * alpha);
    }

    /** this - alpha * other, floating numbers. */
    default Tensor sub(double other, double alpha) {
        return ((Tensor) this).sub(other * alpha);
    }

    /** this - alpha * other, integral numbers. */
    default Tensor sub(long other, long alpha) {
        return ((Tensor) this).sub(other * alpha);
    }

    /** other - this. */
    default Tensor rsub(Tensor other) {
        return rsub(other, 1);
    }

    /** other - alpha * this. */
    default Tensor rsub(Tensor other, double alpha) {
        return ArithmeticForms.rsub((Tensor) this, other, alpha);
    }

    /** number - alpha * this. */
    default Tensor rsub(double number, double alpha) {
        return ((Tensor) this).mul(alpha).rsub(number);
    }

    /** number - alpha * this. */
    default Tensor rsub(long number, long alpha) {
        return ((Tensor) this).mul(alpha).rsub(number);
    }

    /** Nearest number with so many decimal places, ties to even; negative places round to tens and more. */
    default Tensor round(int decimals) {
        return ArithmeticForms.round((Tensor) this, decimals);
    }

    /** {@link Tensor#round(int)} in place. */
    default Tensor round_(int decimals) {
        return dev.jgrad.op.InPlace.apply("round", (Tensor) this, x -> x.round(decimals));
    }

    /** {@link Tensor#div(Tensor)} under its other name. */
    default Tensor trueDivide(Tensor other) {
        return ((Tensor) this).div(other);
    }

    /** {@link Tensor#div(double)} under its other name. */
    default Tensor trueDivide(double other) {
        return ((Tensor) this).div(other);
    }

    /** {@link Tensor#div(long)} under its other name. */
    default Tensor trueDivide(long other) {
        return ((Tensor) this).div(other);
    }

    /** {@link Tensor#sub(Tensor)} under its other name. */
    default Tensor subtract(Tensor other) {
        return ((Tensor) this).sub(other);
    }

    /** {@link Tensor#mul(Tensor)} under its other name. */
    default Tensor multiply(Tensor other) {
        return ((Tensor) this).mul(other);
    }

    /** {@link Tensor#div(Tensor)} under its other name. */
    default Tensor divide(Tensor other) {
        return ((Tensor) this).div(other);
    }

    /** {@link Tensor#neg} under its other name. */
    default Tensor negative() {
        return ((Tensor) this).neg();
    }

    /** {@link Tensor#abs} under its other name. */
    default Tensor absolute() {
        return ((Tensor) this).abs();
    }

    /** {@link Tensor#trunc} under its other name. */
    default Tensor fix() {
        return ((Tensor) this).trunc();
    }

    /** {@link Tensor#clamp(double, double)} under its other name. */
    default Tensor clip(double min, double max) {
        return ((Tensor) this).clamp(min, max);
    }

    /** This tensor: what Python's unary plus does. */
    default Tensor positive() {
        Tensor self = (Tensor) this;
        if (self.dtype() == DType.BOOL) {
            throw new DTypeException("The `+` operator, on a bool tensor is not supported.");
        }
        return self;
    }

    /** this to the power of the exponent, computed in float64. */
    default Tensor floatPower(Tensor exponent) {
        return ((Tensor) this).to(DType.FLOAT64).pow(exponent.to(DType.FLOAT64));
    }

    /** this to the power of the exponent, computed in float64. */
    default Tensor floatPower(double exponent) {
        return ((Tensor) this).to(DType.FLOAT64).pow(exponent);
    }

    /** A tensor of this shape, dtype and device with one value everywhere. */
    default Tensor fill(double value) {
        return ArithmeticForms.fill((Tensor) this, Tensors.scalarLike((Tensor) this, value, (long) value));
    }

    /** A tensor of this shape, dtype and device with the value of a zero-dimensional tensor everywhere. */
    default Tensor fill(Tensor value) {
        return ArithmeticForms.fill((Tensor) this, value);
    }

    /** this + a * b. */
    default Tensor addcmul(Tensor a, Tensor b) {
        return ((Tensor) this).addcmul(a, b, 1);
    }

    /** this + a / b. */
    default Tensor addcdiv(Tensor a, Tensor b) {
        return ((Tensor) this).addcdiv(a, b, 1);
    }

    /** Limits values to at least those of another tensor. */
    default Tensor clampMin(Tensor min) {
        return ArithmeticForms.clampMin((Tensor) this, min);
    }

    /** Limits values to at most those of another tensor. */
    default Tensor clampMax(Tensor max) {
        return ArithmeticForms.clampMax((Tensor) this, max);
    }
}
