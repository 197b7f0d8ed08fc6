package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.ArithmeticOps;
import dev.jgrad.op.SpecialFunctions;
import org.jspecify.annotations.Nullable;

/** Special functions: {@code torch.special}. Integral inputs are computed in the default dtype. */
public final class Special extends BesselFunctions {
    private Special() {}

    /** Error function. */
    public static Tensor erf(Tensor input) {
        return input.erf();
    }

    /** 1 - erf(x), without cancellation. */
    public static Tensor erfc(Tensor input) {
        return input.erfc();
    }

    /** e^(x^2) erfc(x). */
    public static Tensor erfcx(Tensor input) {
        return SpecialFunctions.erfcx(input);
    }

    /** Inverse error function. */
    public static Tensor erfinv(Tensor input) {
        return input.erfinv();
    }

    /** 1 / (1 + e^-x). */
    public static Tensor expit(Tensor input) {
        return input.sigmoid();
    }

    /** e^x - 1. */
    public static Tensor expm1(Tensor input) {
        return input.expm1();
    }

    /** 2^x. */
    public static Tensor exp2(Tensor input) {
        return input.exp2();
    }

    /** ln(1 + x). */
    public static Tensor log1p(Tensor input) {
        return input.log1p();
    }

    /** Logarithm of |gamma(x)|. */
    public static Tensor gammaln(Tensor input) {
        return input.lgamma();
    }

    /** Derivative of ln gamma. */
    public static Tensor digamma(Tensor input) {
        return input.digamma();
    }

    /** Derivative of ln gamma. */
    public static Tensor psi(Tensor input) {
        return input.digamma();
    }

    /** The n-th derivative of digamma. */
    public static Tensor polygamma(int n, Tensor input) {
        return SpecialFunctions.polygamma(n, input);
    }

    /** ln of the multivariate gamma function of dimension p. */
    public static Tensor multigammaln(Tensor input, int p) {
        return SpecialFunctions.multigammaln(input, p);
    }

    /** The regularized lower incomplete gamma function. */
    public static Tensor gammainc(Tensor input, Tensor other) {
        return SpecialFunctions.gammainc(input, other, false);
    }

    /** The regularized upper incomplete gamma function. */
    public static Tensor gammaincc(Tensor input, Tensor other) {
        return SpecialFunctions.gammainc(input, other, true);
    }

    /** Hurwitz' zeta function: the sum over k of (other + k)^-input. */
    public static Tensor zeta(Tensor input, Tensor other) {
        return SpecialFunctions.zeta(input, other);
    }

    /** ln(x / (1 - x)); with eps, x is limited to [eps, 1 - eps]. */
    public static Tensor logit(Tensor input, @Nullable Double eps) {
        return eps == null ? input.logit() : input.logit(eps);
    }

    /** The distribution function of the standard normal distribution. */
    public static Tensor ndtr(Tensor input) {
        return SpecialFunctions.ndtr(input);
    }

    /** The quantile function of the standard normal distribution. */
    public static Tensor ndtri(Tensor input) {
        return SpecialFunctions.ndtri(input);
    }

    /** ln of {@link #ndtr}, computed stably. */
    public static Tensor logNdtr(Tensor input) {
        return SpecialFunctions.logNdtr(input);
    }

    /** -x ln x, 0 at 0, negative infinity below. */
    public static Tensor entr(Tensor input) {
        return SpecialFunctions.entr(input);
    }

    /** Modified Bessel function of the first kind, order 0. */
    public static Tensor i0(Tensor input) {
        return SpecialFunctions.i0(input);
    }

    /** e^-|x| times {@link #i0}. */
    public static Tensor i0e(Tensor input) {
        return SpecialFunctions.i0e(input);
    }

    /** Modified Bessel function of the first kind, order 1. */
    public static Tensor i1(Tensor input) {
        return SpecialFunctions.i1(input);
    }

    /** e^-|x| times {@link #i1}. */
    public static Tensor i1e(Tensor input) {
        return SpecialFunctions.i1e(input);
    }

    /** sin(pi x) / (pi x), 1 at 0. */
    public static Tensor sinc(Tensor input) {
        return input.sinc();
    }

    /** x ln y, 0 where x is 0. */
    public static Tensor xlogy(Tensor input, Tensor other) {
        return input.xlogy(other);
    }

    /** x ln(1 + y), 0 where x is 0. */
    public static Tensor xlog1py(Tensor input, Tensor other) {
        return ArithmeticOps.XLOG1PY.call(input, other);
    }

    /** Nearest integer, ties to even. */
    public static Tensor round(Tensor input) {
        return input.round();
    }

    /** ln of the sum of e^x over dimensions. */
    public static Tensor logsumexp(Tensor input, int[] dim, boolean keepDim) {
        return input.logsumexp(dim, keepDim);
    }

    /** e^x / sum(e^x) along a dimension. */
    public static Tensor softmax(Tensor input, int dim, @Nullable DType dtype) {
        return Functional.softmax(input, dim, dtype);
    }

    /** ln(softmax) along a dimension. */
    public static Tensor logSoftmax(Tensor input, int dim, @Nullable DType dtype) {
        return Functional.logSoftmax(input, dim, dtype);
    }

    /** {@link #xlog1py(Tensor, Tensor)} with one number for all. */
    public static Tensor xlog1py(Tensor input, double other) {
        return xlog1py(input, number(other, input));
    }

    /** {@link #xlog1py(Tensor, Tensor)} with one number for all. */
    public static Tensor xlog1py(double input, Tensor other) {
        return xlog1py(number(input, other), other);
    }

    /** {@link #zeta(Tensor, Tensor)} with one number for all. */
    public static Tensor zeta(Tensor input, double other) {
        return zeta(input, number(other, input));
    }

    /** {@link #zeta(Tensor, Tensor)} with one number for all. */
    public static Tensor zeta(double input, Tensor other) {
        return zeta(number(input, other), other);
    }

    /** {@link #xlogy(Tensor, Tensor)} with one number for all. */
    public static Tensor xlogy(Tensor input, double other) {
        return xlogy(input, number(other, input));
    }

    /** {@link #xlogy(Tensor, Tensor)} with one number for all. */
    public static Tensor xlogy(double input, Tensor other) {
        return xlogy(number(input, other), other);
    }

    /** Nearest number with that many decimals, ties to even. */
    public static Tensor round(Tensor input, int decimals) {
        return input.round(decimals);
    }
}
