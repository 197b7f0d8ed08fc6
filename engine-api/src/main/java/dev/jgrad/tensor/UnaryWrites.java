package dev.jgrad.tensor;

import dev.jgrad.op.ActivationOps;
import dev.jgrad.op.UnaryMathOps;

/** Functions of one tensor that overwrite it. */
public sealed interface UnaryWrites permits Tensor {
    /** {@link Tensor#neg()} in place. */
    default Tensor neg_() {
        return UnaryMathOps.NEG.callInPlace((Tensor) this);
    }

    /** {@link Tensor#abs()} in place. */
    default Tensor abs_() {
        return UnaryMathOps.ABS.callInPlace((Tensor) this);
    }

    /** {@link Tensor#exp()} in place. */
    default Tensor exp_() {
        return UnaryMathOps.EXP.callInPlace((Tensor) this);
    }

    /** {@link Tensor#exp2()} in place. */
    default Tensor exp2_() {
        return UnaryMathOps.EXP2.callInPlace((Tensor) this);
    }

    /** {@link Tensor#expm1()} in place. */
    default Tensor expm1_() {
        return UnaryMathOps.EXPM1.callInPlace((Tensor) this);
    }

    /** {@link Tensor#log()} in place. */
    default Tensor log_() {
        return UnaryMathOps.LOG.callInPlace((Tensor) this);
    }

    /** {@link Tensor#log2()} in place. */
    default Tensor log2_() {
        return UnaryMathOps.LOG2.callInPlace((Tensor) this);
    }

    /** {@link Tensor#log10()} in place. */
    default Tensor log10_() {
        return UnaryMathOps.LOG10.callInPlace((Tensor) this);
    }

    /** {@link Tensor#log1p()} in place. */
    default Tensor log1p_() {
        return UnaryMathOps.LOG1P.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sqrt()} in place. */
    default Tensor sqrt_() {
        return UnaryMathOps.SQRT.callInPlace((Tensor) this);
    }

    /** {@link Tensor#rsqrt()} in place. */
    default Tensor rsqrt_() {
        return UnaryMathOps.RSQRT.callInPlace((Tensor) this);
    }

    /** {@link Tensor#reciprocal()} in place. */
    default Tensor reciprocal_() {
        return UnaryMathOps.RECIPROCAL.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sin()} in place. */
    default Tensor sin_() {
        return UnaryMathOps.SIN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#cos()} in place. */
    default Tensor cos_() {
        return UnaryMathOps.COS.callInPlace((Tensor) this);
    }

    /** {@link Tensor#tan()} in place. */
    default Tensor tan_() {
        return UnaryMathOps.TAN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#asin()} in place. */
    default Tensor asin_() {
        return UnaryMathOps.ASIN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#acos()} in place. */
    default Tensor acos_() {
        return UnaryMathOps.ACOS.callInPlace((Tensor) this);
    }

    /** {@link Tensor#atan()} in place. */
    default Tensor atan_() {
        return UnaryMathOps.ATAN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sinh()} in place. */
    default Tensor sinh_() {
        return UnaryMathOps.SINH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#cosh()} in place. */
    default Tensor cosh_() {
        return UnaryMathOps.COSH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#erf()} in place. */
    default Tensor erf_() {
        return UnaryMathOps.ERF.callInPlace((Tensor) this);
    }

    /** {@link Tensor#erfc()} in place. */
    default Tensor erfc_() {
        return UnaryMathOps.ERFC.callInPlace((Tensor) this);
    }

    /** {@link Tensor#erfinv()} in place. */
    default Tensor erfinv_() {
        return UnaryMathOps.ERFINV.callInPlace((Tensor) this);
    }

    /** {@link Tensor#floor()} in place. */
    default Tensor floor_() {
        return UnaryMathOps.FLOOR.callInPlace((Tensor) this);
    }

    /** {@link Tensor#ceil()} in place. */
    default Tensor ceil_() {
        return UnaryMathOps.CEIL.callInPlace((Tensor) this);
    }

    /** {@link Tensor#round()} in place. */
    default Tensor round_() {
        return UnaryMathOps.ROUND.callInPlace((Tensor) this);
    }

    /** {@link Tensor#trunc()} in place. */
    default Tensor trunc_() {
        return UnaryMathOps.TRUNC.callInPlace((Tensor) this);
    }

    /** {@link Tensor#frac()} in place. */
    default Tensor frac_() {
        return UnaryMathOps.FRAC.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sign()} in place. */
    default Tensor sign_() {
        return UnaryMathOps.SIGN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sgn()} in place. */
    default Tensor sgn_() {
        return UnaryMathOps.SGN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#asinh()} in place. */
    default Tensor asinh_() {
        return UnaryMathOps.ASINH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#acosh()} in place. */
    default Tensor acosh_() {
        return UnaryMathOps.ACOSH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#atanh()} in place. */
    default Tensor atanh_() {
        return UnaryMathOps.ATANH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#lgamma()} in place. */
    default Tensor lgamma_() {
        return UnaryMathOps.LGAMMA.callInPlace((Tensor) this);
    }

    /** {@link Tensor#digamma()} in place. */
    default Tensor digamma_() {
        return UnaryMathOps.DIGAMMA.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sinc()} in place. */
    default Tensor sinc_() {
        return UnaryMathOps.SINC.callInPlace((Tensor) this);
    }

    /** {@link Tensor#deg2rad()} in place. */
    default Tensor deg2rad_() {
        return UnaryMathOps.DEG2RAD.callInPlace((Tensor) this);
    }

    /** {@link Tensor#rad2deg()} in place. */
    default Tensor rad2deg_() {
        return UnaryMathOps.RAD2DEG.callInPlace((Tensor) this);
    }

    /** {@link Tensor#relu()} in place. */
    default Tensor relu_() {
        return ActivationOps.RELU.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sigmoid()} in place. */
    default Tensor sigmoid_() {
        return ActivationOps.SIGMOID.callInPlace((Tensor) this);
    }

    /** {@link Tensor#tanh()} in place. */
    default Tensor tanh_() {
        return ActivationOps.TANH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#logicalNot()} in place. */
    default Tensor logicalNot_() {
        return UnaryMathOps.LOGICAL_NOT.callInPlace((Tensor) this);
    }

    /** {@link Tensor#square()} in place. */
    default Tensor square_() {
        return ((Tensor) this).pow_(2);
    }
}
