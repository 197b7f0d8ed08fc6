package dev.jgrad.tensor;

import dev.jgrad.data.DTypeException;
import dev.jgrad.op.ArithmeticForms;
import dev.jgrad.op.ArithmeticOps;
import dev.jgrad.op.Limits;
import dev.jgrad.op.RoundedDivision;
import dev.jgrad.op.TernaryOps;
import dev.jgrad.op.UnaryMathOps;

/** Arithmetic and mathematical functions, element by element, with broadcasting and promotion. */
public sealed interface ElementwiseMethods permits Tensor {
    /** -x: {@code torch.neg}. */
    default Tensor neg() {
        return UnaryMathOps.NEG.call((Tensor) this);
    }

    /** |x|: {@code torch.abs}. */
    default Tensor abs() {
        return UnaryMathOps.ABS.call((Tensor) this);
    }

    /** -1, 0 or 1: {@code torch.sign}. */
    default Tensor sign() {
        return UnaryMathOps.SIGN.call((Tensor) this);
    }

    /** -1, 0 or 1: {@code torch.sgn}. */
    default Tensor sgn() {
        return UnaryMathOps.SGN.call((Tensor) this);
    }

    /** Complement of all bits; logical for bool: {@code torch.bitwiseNot}. */
    default Tensor bitwiseNot() {
        return UnaryMathOps.BITWISE_NOT.call((Tensor) this);
    }

    /** e^x: {@code torch.exp}. */
    default Tensor exp() {
        return UnaryMathOps.EXP.call((Tensor) this);
    }

    /** 2^x: {@code torch.exp2}. */
    default Tensor exp2() {
        return UnaryMathOps.EXP2.call((Tensor) this);
    }

    /** e^x - 1: {@code torch.expm1}. */
    default Tensor expm1() {
        return UnaryMathOps.EXPM1.call((Tensor) this);
    }

    /** Natural logarithm: {@code torch.log}. */
    default Tensor log() {
        return UnaryMathOps.LOG.call((Tensor) this);
    }

    /** Logarithm to base 2: {@code torch.log2}. */
    default Tensor log2() {
        return UnaryMathOps.LOG2.call((Tensor) this);
    }

    /** Logarithm to base 10: {@code torch.log10}. */
    default Tensor log10() {
        return UnaryMathOps.LOG10.call((Tensor) this);
    }

    /** ln(1 + x): {@code torch.log1p}. */
    default Tensor log1p() {
        return UnaryMathOps.LOG1P.call((Tensor) this);
    }

    /** Square root: {@code torch.sqrt}. */
    default Tensor sqrt() {
        return UnaryMathOps.SQRT.call((Tensor) this);
    }

    /** 1 / sqrt(x): {@code torch.rsqrt}. */
    default Tensor rsqrt() {
        return UnaryMathOps.RSQRT.call((Tensor) this);
    }

    /** 1 / x: {@code torch.reciprocal}. */
    default Tensor reciprocal() {
        return UnaryMathOps.RECIPROCAL.call((Tensor) this);
    }

    /** Sine: {@code torch.sin}. */
    default Tensor sin() {
        return UnaryMathOps.SIN.call((Tensor) this);
    }

    /** Cosine: {@code torch.cos}. */
    default Tensor cos() {
        return UnaryMathOps.COS.call((Tensor) this);
    }

    /** Tangent: {@code torch.tan}. */
    default Tensor tan() {
        return UnaryMathOps.TAN.call((Tensor) this);
    }

    /** Inverse sine: {@code torch.asin}. */
    default Tensor asin() {
        return UnaryMathOps.ASIN.call((Tensor) this);
    }

    /** Inverse cosine: {@code torch.acos}. */
    default Tensor acos() {
        return UnaryMathOps.ACOS.call((Tensor) this);
    }

    /** Inverse tangent: {@code torch.atan}. */
    default Tensor atan() {
        return UnaryMathOps.ATAN.call((Tensor) this);
    }

    /** Hyperbolic sine: {@code torch.sinh}. */
    default Tensor sinh() {
        return UnaryMathOps.SINH.call((Tensor) this);
    }

    /** Hyperbolic cosine: {@code torch.cosh}. */
    default Tensor cosh() {
        return UnaryMathOps.COSH.call((Tensor) this);
    }

    /** Inverse hyperbolic sine: {@code torch.asinh}. */
    default Tensor asinh() {
        return UnaryMathOps.ASINH.call((Tensor) this);
    }

    /** Inverse hyperbolic cosine: {@code torch.acosh}. */
    default Tensor acosh() {
        return UnaryMathOps.ACOSH.call((Tensor) this);
    }

    /** Inverse hyperbolic tangent: {@code torch.atanh}. */
    default Tensor atanh() {
        return UnaryMathOps.ATANH.call((Tensor) this);
    }

    /** Error function: {@code torch.erf}. */
    default Tensor erf() {
        return UnaryMathOps.ERF.call((Tensor) this);
    }

    /** 1 - erf(x): {@code torch.erfc}. */
    default Tensor erfc() {
        return UnaryMathOps.ERFC.call((Tensor) this);
    }

    /** Inverse error function: {@code torch.erfinv}. */
    default Tensor erfinv() {
        return UnaryMathOps.ERFINV.call((Tensor) this);
    }

    /** ln |gamma(x)|: {@code torch.lgamma}. */
    default Tensor lgamma() {
        return UnaryMathOps.LGAMMA.call((Tensor) this);
    }

    /** Derivative of lgamma: {@code torch.digamma}. */
    default Tensor digamma() {
        return UnaryMathOps.DIGAMMA.call((Tensor) this);
    }

    /** sin(pi x) / (pi x), 1 at 0: {@code torch.sinc}. */
    default Tensor sinc() {
        return UnaryMathOps.SINC.call((Tensor) this);
    }

    /** Modified Bessel function of the first kind, order 0: {@code torch.i0}. */
    default Tensor i0() {
        return UnaryMathOps.I0.call((Tensor) this);
    }

    /** Greatest integer not above: {@code torch.floor}. */
    default Tensor floor() {
        return UnaryMathOps.FLOOR.call((Tensor) this);
    }

    /** Least integer not below: {@code torch.ceil}. */
    default Tensor ceil() {
        return UnaryMathOps.CEIL.call((Tensor) this);
    }

    /** Nearest integer, ties to even: {@code torch.round}. */
    default Tensor round() {
        return UnaryMathOps.ROUND.call((Tensor) this);
    }

    /** Integer part: {@code torch.trunc}. */
    default Tensor trunc() {
        return UnaryMathOps.TRUNC.call((Tensor) this);
    }

    /** x - trunc(x): {@code torch.frac}. */
    default Tensor frac() {
        return UnaryMathOps.FRAC.call((Tensor) this);
    }

    /** Degrees to radians: {@code torch.deg2rad}. */
    default Tensor deg2rad() {
        return UnaryMathOps.DEG2RAD.call((Tensor) this);
    }

    /** Radians to degrees: {@code torch.rad2deg}. */
    default Tensor rad2deg() {
        return UnaryMathOps.RAD2DEG.call((Tensor) this);
    }

    /** x * x: {@code torch.square}. */
    default Tensor square() {
        return pow(2);
    }

    /** Replaces NaN by 0 and infinities by the greatest and least finite value. */
    default Tensor nanToNum() {
        return nanToNum(0, Double.NaN, Double.NaN);
    }

    /** Replaces NaN and infinities; NaN as a replacement for an infinity stands for the extreme finite value. */
    default Tensor nanToNum(double nan, double posinf, double neginf) {
        Tensor self = (Tensor) this;
        double greatest = Limits.greatest(self.dtype());
        return UnaryMathOps.NAN_TO_NUM.call(
                self, nan, Double.isNaN(posinf) ? greatest : posinf, Double.isNaN(neginf) ? -greatest : neginf);
    }

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

    /** Magnitude of this with the sign of other. */
    default Tensor copysign(Tensor other) {
        return ArithmeticOps.COPYSIGN.call((Tensor) this, other);
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

    /** this * ln(other), 0 where this is 0. */
    default Tensor xlogy(Tensor other) {
        return ArithmeticOps.XLOGY.call((Tensor) this, other);
    }

    /** Greater of both, NaN wins. */
    default Tensor maximum(Tensor other) {
        return ArithmeticOps.MAXIMUM.call((Tensor) this, other);
    }

    /** Lesser of both, NaN wins. */
    default Tensor minimum(Tensor other) {
        return ArithmeticOps.MINIMUM.call((Tensor) this, other);
    }

    /** Greater of both, NaN loses. */
    default Tensor fmax(Tensor other) {
        return ArithmeticOps.FMAX.call((Tensor) this, other);
    }

    /** Lesser of both, NaN loses. */
    default Tensor fmin(Tensor other) {
        return ArithmeticOps.FMIN.call((Tensor) this, other);
    }

    /** Angle of the point (other, this). */
    default Tensor atan2(Tensor other) {
        return ArithmeticOps.ATAN2.call((Tensor) this, other);
    }

    /** sqrt(this^2 + other^2). */
    default Tensor hypot(Tensor other) {
        return ArithmeticOps.HYPOT.call((Tensor) this, other);
    }

    /** ln(e^this + e^other). */
    default Tensor logaddexp(Tensor other) {
        return ArithmeticOps.LOGADDEXP.call((Tensor) this, other);
    }

    /** log2(2^this + 2^other). */
    default Tensor logaddexp2(Tensor other) {
        return ArithmeticOps.LOGADDEXP2.call((Tensor) this, other);
    }

    /** Next representable value towards other. */
    default Tensor nextafter(Tensor other) {
        return ArithmeticOps.NEXTAFTER.call((Tensor) this, other);
    }

    /** Step function with other at 0. */
    default Tensor heaviside(Tensor other) {
        if (((Tensor) this).dtype() != other.dtype()) {
            throw new DTypeException("heaviside is not yet implemented for tensors with different dtypes.");
        }
        return ArithmeticOps.HEAVISIDE.call((Tensor) this, other);
    }

    /** Greatest common divisor. */
    default Tensor gcd(Tensor other) {
        return ArithmeticOps.GCD.call((Tensor) this, other);
    }

    /** Least common multiple. */
    default Tensor lcm(Tensor other) {
        return ArithmeticOps.LCM.call((Tensor) this, other);
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

    /** Magnitude of this with the sign of other, a floating number. */
    default Tensor copysign(double other) {
        return ArithmeticOps.COPYSIGN.call((Tensor) this, other);
    }

    /** Magnitude of this with the sign of other, an integral number. */
    default Tensor copysign(long other) {
        return ArithmeticOps.COPYSIGN.call((Tensor) this, other);
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

    /** this * ln(other), 0 where this is 0, a floating number. */
    default Tensor xlogy(double other) {
        return ArithmeticOps.XLOGY.call((Tensor) this, other);
    }

    /** this * ln(other), 0 where this is 0, an integral number. */
    default Tensor xlogy(long other) {
        return ArithmeticOps.XLOGY.call((Tensor) this, other);
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
