package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.op.ArithmeticForms;
import dev.jgrad.op.InPlace;
import org.jspecify.annotations.Nullable;

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
        return InPlace.apply("round", (Tensor) this, x -> x.round(decimals));
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
        return ArithmeticForms.fill((Tensor) this, value);
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

    /** {@link Tensor#div(Tensor, String)} in place. */
    default Tensor div_(Tensor other, String roundingMode) {
        return InPlace.apply("div", (Tensor) this, x -> x.div(other, roundingMode));
    }

    /** {@link Tensor#trueDivide(Tensor)} in place. */
    default Tensor trueDivide_(Tensor other) {
        return InPlace.apply("true_divide", (Tensor) this, x -> x.trueDivide(other));
    }

    /** {@link Tensor#xlogy(Tensor)} in place. */
    default Tensor xlogy_(Tensor other) {
        return InPlace.apply("xlogy", (Tensor) this, x -> x.xlogy(other));
    }

    /** {@link Tensor#div(double, String)} in place. */
    default Tensor div_(double other, String roundingMode) {
        return InPlace.apply("div", (Tensor) this, x -> x.div(other, roundingMode));
    }

    /** {@link Tensor#trueDivide(double)} in place. */
    default Tensor trueDivide_(double other) {
        return InPlace.apply("true_divide", (Tensor) this, x -> x.trueDivide(other));
    }

    /** {@link Tensor#xlogy(double)} in place. */
    default Tensor xlogy_(double other) {
        return InPlace.apply("xlogy", (Tensor) this, x -> x.xlogy(other));
    }

    /** {@link Tensor#div(long, String)} in place. */
    default Tensor div_(long other, String roundingMode) {
        return InPlace.apply("div", (Tensor) this, x -> x.div(other, roundingMode));
    }

    /** {@link Tensor#trueDivide(long)} in place. */
    default Tensor trueDivide_(long other) {
        return InPlace.apply("true_divide", (Tensor) this, x -> x.trueDivide(other));
    }

    /** {@link Tensor#addcmul(Tensor, Tensor)} in place. */
    default Tensor addcmul_(Tensor a, Tensor b) {
        return InPlace.apply("addcmul", (Tensor) this, x -> x.addcmul(a, b));
    }

    /** {@link Tensor#addcdiv(Tensor, Tensor)} in place. */
    default Tensor addcdiv_(Tensor a, Tensor b) {
        return InPlace.apply("addcdiv", (Tensor) this, x -> x.addcdiv(a, b));
    }

    /** {@link Tensor#clampMin(Tensor)} in place. */
    default Tensor clampMin_(Tensor min) {
        return InPlace.apply("clamp_min", (Tensor) this, x -> x.clampMin(min));
    }

    /** {@link Tensor#clampMax(Tensor)} in place. */
    default Tensor clampMax_(Tensor max) {
        return InPlace.apply("clamp_max", (Tensor) this, x -> x.clampMax(max));
    }

    /** {@link Tensor#clampMin(double)} in place. */
    default Tensor clampMin_(double min) {
        return InPlace.apply("clamp_min", (Tensor) this, x -> x.clampMin(min));
    }

    /** {@link Tensor#clampMax(double)} in place. */
    default Tensor clampMax_(double max) {
        return InPlace.apply("clamp_max", (Tensor) this, x -> x.clampMax(max));
    }

    /** {@link Tensor#clamp(Tensor, Tensor)} in place. */
    default Tensor clamp_(@Nullable Tensor min, @Nullable Tensor max) {
        return InPlace.apply("clamp", (Tensor) this, x -> x.clamp(min, max));
    }

    /** {@link Tensor#nanToNum()} in place. */
    default Tensor nanToNum_() {
        return InPlace.apply("nan_to_num", (Tensor) this, x -> x.nanToNum());
    }

    /** {@link Tensor#nanToNum(double, double, double)} in place. */
    default Tensor nanToNum_(double nan, double posinf, double neginf) {
        return InPlace.apply("nan_to_num", (Tensor) this, x -> x.nanToNum(nan, posinf, neginf));
    }

    /** {@link Tensor#logit()} in place. */
    default Tensor logit_() {
        return InPlace.apply("logit", (Tensor) this, x -> x.logit());
    }

    /** {@link Tensor#logit(double)} in place. */
    default Tensor logit_(double eps) {
        return InPlace.apply("logit", (Tensor) this, x -> x.logit(eps));
    }

    /** {@link Tensor#floatPower(Tensor)} in place. */
    default Tensor floatPower_(Tensor exponent) {
        return InPlace.apply("float_power", (Tensor) this, x -> x.floatPower(exponent));
    }

    /** {@link Tensor#floatPower(double)} in place. */
    default Tensor floatPower_(double exponent) {
        return InPlace.apply("float_power", (Tensor) this, x -> x.floatPower(exponent));
    }
}
