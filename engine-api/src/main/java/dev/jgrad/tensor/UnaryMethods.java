package dev.jgrad.tensor;

import dev.jgrad.op.Limits;
import dev.jgrad.op.UnaryMathOps;

/** Mathematical functions of one tensor, element by element. */
public sealed interface UnaryMethods permits Tensor {
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
        return ((Tensor) this).pow(2);
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
}
