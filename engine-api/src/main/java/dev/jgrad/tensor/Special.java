package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.ArithmeticOps;
import dev.jgrad.op.OrthogonalPolynomials;
import dev.jgrad.op.RareFunctions;
import dev.jgrad.op.SpecialFunctions;
import org.jspecify.annotations.Nullable;

/** Special functions: {@code torch.special}. Integral inputs are computed in the default dtype. */
public final class Special {
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

    /** Bessel function of the first kind, order 0. Not differentiable, as in PyTorch. */
    public static Tensor besselJ0(Tensor input) {
        return RareFunctions.besselJ(input, 0);
    }

    /** Bessel function of the first kind, order 1. Not differentiable, as in PyTorch. */
    public static Tensor besselJ1(Tensor input) {
        return RareFunctions.besselJ(input, 1);
    }

    /** Bessel function of the second kind, order 0. Not differentiable, as in PyTorch. */
    public static Tensor besselY0(Tensor input) {
        return RareFunctions.besselY(input, 0);
    }

    /** Bessel function of the second kind, order 1. Not differentiable, as in PyTorch. */
    public static Tensor besselY1(Tensor input) {
        return RareFunctions.besselY(input, 1);
    }

    /** Modified Bessel function of the first kind, order 0. Not differentiable, as in PyTorch. */
    public static Tensor modifiedBesselI0(Tensor input) {
        return RareFunctions.besselI(input, 0);
    }

    /** Modified Bessel function of the first kind, order 1. Not differentiable, as in PyTorch. */
    public static Tensor modifiedBesselI1(Tensor input) {
        return RareFunctions.besselI(input, 1);
    }

    /** Modified Bessel function of the second kind, order 0. Not differentiable, as in PyTorch. */
    public static Tensor modifiedBesselK0(Tensor input) {
        return RareFunctions.besselK(input, 0);
    }

    /** Modified Bessel function of the second kind, order 1. Not differentiable, as in PyTorch. */
    public static Tensor modifiedBesselK1(Tensor input) {
        return RareFunctions.besselK(input, 1);
    }

    /** e^x times {@link #modifiedBesselK0}. Not differentiable, as in PyTorch. */
    public static Tensor scaledModifiedBesselK0(Tensor input) {
        return RareFunctions.besselKScaled(input, 0);
    }

    /** e^x times {@link #modifiedBesselK1}. Not differentiable, as in PyTorch. */
    public static Tensor scaledModifiedBesselK1(Tensor input) {
        return RareFunctions.besselKScaled(input, 1);
    }

    /** Spherical Bessel function of the first kind, order 0. Not differentiable, as in PyTorch. */
    public static Tensor sphericalBesselJ0(Tensor input) {
        return RareFunctions.sphericalBesselJ0(input);
    }

    /** Airy's function Ai. Not differentiable, as in PyTorch. */
    public static Tensor airyAi(Tensor input) {
        return RareFunctions.airyAi(input);
    }

    /** Chebyshev's polynomial of the first kind of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor chebyshevPolynomialT(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.CHEBYSHEV_T, false, input, n);
    }

    /** {@link #chebyshevPolynomialT(Tensor, Tensor)} of one degree. */
    public static Tensor chebyshevPolynomialT(Tensor input, double n) {
        return chebyshevPolynomialT(input, number(n, input));
    }

    /** {@link #chebyshevPolynomialT(Tensor, Tensor)} at one point. */
    public static Tensor chebyshevPolynomialT(double x, Tensor n) {
        return chebyshevPolynomialT(number(x, n), n);
    }

    /** Chebyshev's polynomial of the second kind of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor chebyshevPolynomialU(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.CHEBYSHEV_U, false, input, n);
    }

    /** {@link #chebyshevPolynomialU(Tensor, Tensor)} of one degree. */
    public static Tensor chebyshevPolynomialU(Tensor input, double n) {
        return chebyshevPolynomialU(input, number(n, input));
    }

    /** {@link #chebyshevPolynomialU(Tensor, Tensor)} at one point. */
    public static Tensor chebyshevPolynomialU(double x, Tensor n) {
        return chebyshevPolynomialU(number(x, n), n);
    }

    /** Chebyshev's polynomial of the third kind of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor chebyshevPolynomialV(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.CHEBYSHEV_V, false, input, n);
    }

    /** {@link #chebyshevPolynomialV(Tensor, Tensor)} of one degree. */
    public static Tensor chebyshevPolynomialV(Tensor input, double n) {
        return chebyshevPolynomialV(input, number(n, input));
    }

    /** {@link #chebyshevPolynomialV(Tensor, Tensor)} at one point. */
    public static Tensor chebyshevPolynomialV(double x, Tensor n) {
        return chebyshevPolynomialV(number(x, n), n);
    }

    /** Chebyshev's polynomial of the fourth kind of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor chebyshevPolynomialW(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.CHEBYSHEV_W, false, input, n);
    }

    /** {@link #chebyshevPolynomialW(Tensor, Tensor)} of one degree. */
    public static Tensor chebyshevPolynomialW(Tensor input, double n) {
        return chebyshevPolynomialW(input, number(n, input));
    }

    /** {@link #chebyshevPolynomialW(Tensor, Tensor)} at one point. */
    public static Tensor chebyshevPolynomialW(double x, Tensor n) {
        return chebyshevPolynomialW(number(x, n), n);
    }

    /** Chebyshev's polynomial of the first kind on [0, 1] of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor shiftedChebyshevPolynomialT(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.CHEBYSHEV_T, true, input, n);
    }

    /** {@link #shiftedChebyshevPolynomialT(Tensor, Tensor)} of one degree. */
    public static Tensor shiftedChebyshevPolynomialT(Tensor input, double n) {
        return shiftedChebyshevPolynomialT(input, number(n, input));
    }

    /** {@link #shiftedChebyshevPolynomialT(Tensor, Tensor)} at one point. */
    public static Tensor shiftedChebyshevPolynomialT(double x, Tensor n) {
        return shiftedChebyshevPolynomialT(number(x, n), n);
    }

    /** Chebyshev's polynomial of the second kind on [0, 1] of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor shiftedChebyshevPolynomialU(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.CHEBYSHEV_U, true, input, n);
    }

    /** {@link #shiftedChebyshevPolynomialU(Tensor, Tensor)} of one degree. */
    public static Tensor shiftedChebyshevPolynomialU(Tensor input, double n) {
        return shiftedChebyshevPolynomialU(input, number(n, input));
    }

    /** {@link #shiftedChebyshevPolynomialU(Tensor, Tensor)} at one point. */
    public static Tensor shiftedChebyshevPolynomialU(double x, Tensor n) {
        return shiftedChebyshevPolynomialU(number(x, n), n);
    }

    /** Chebyshev's polynomial of the third kind on [0, 1] of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor shiftedChebyshevPolynomialV(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.CHEBYSHEV_V, true, input, n);
    }

    /** {@link #shiftedChebyshevPolynomialV(Tensor, Tensor)} of one degree. */
    public static Tensor shiftedChebyshevPolynomialV(Tensor input, double n) {
        return shiftedChebyshevPolynomialV(input, number(n, input));
    }

    /** {@link #shiftedChebyshevPolynomialV(Tensor, Tensor)} at one point. */
    public static Tensor shiftedChebyshevPolynomialV(double x, Tensor n) {
        return shiftedChebyshevPolynomialV(number(x, n), n);
    }

    /** Chebyshev's polynomial of the fourth kind on [0, 1] of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor shiftedChebyshevPolynomialW(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.CHEBYSHEV_W, true, input, n);
    }

    /** {@link #shiftedChebyshevPolynomialW(Tensor, Tensor)} of one degree. */
    public static Tensor shiftedChebyshevPolynomialW(Tensor input, double n) {
        return shiftedChebyshevPolynomialW(input, number(n, input));
    }

    /** {@link #shiftedChebyshevPolynomialW(Tensor, Tensor)} at one point. */
    public static Tensor shiftedChebyshevPolynomialW(double x, Tensor n) {
        return shiftedChebyshevPolynomialW(number(x, n), n);
    }

    /** The physicist's Hermite polynomial of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor hermitePolynomialH(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.HERMITE_H, false, input, n);
    }

    /** {@link #hermitePolynomialH(Tensor, Tensor)} of one degree. */
    public static Tensor hermitePolynomialH(Tensor input, double n) {
        return hermitePolynomialH(input, number(n, input));
    }

    /** {@link #hermitePolynomialH(Tensor, Tensor)} at one point. */
    public static Tensor hermitePolynomialH(double x, Tensor n) {
        return hermitePolynomialH(number(x, n), n);
    }

    /** The probabilist's Hermite polynomial of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor hermitePolynomialHe(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.HERMITE_HE, false, input, n);
    }

    /** {@link #hermitePolynomialHe(Tensor, Tensor)} of one degree. */
    public static Tensor hermitePolynomialHe(Tensor input, double n) {
        return hermitePolynomialHe(input, number(n, input));
    }

    /** {@link #hermitePolynomialHe(Tensor, Tensor)} at one point. */
    public static Tensor hermitePolynomialHe(double x, Tensor n) {
        return hermitePolynomialHe(number(x, n), n);
    }

    /** Laguerre's polynomial of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor laguerrePolynomialL(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.LAGUERRE_L, false, input, n);
    }

    /** {@link #laguerrePolynomialL(Tensor, Tensor)} of one degree. */
    public static Tensor laguerrePolynomialL(Tensor input, double n) {
        return laguerrePolynomialL(input, number(n, input));
    }

    /** {@link #laguerrePolynomialL(Tensor, Tensor)} at one point. */
    public static Tensor laguerrePolynomialL(double x, Tensor n) {
        return laguerrePolynomialL(number(x, n), n);
    }

    /** Legendre's polynomial of degrees n, cut to whole numbers; 0 for negative ones. Not differentiable, as in PyTorch. */
    public static Tensor legendrePolynomialP(Tensor input, Tensor n) {
        return RareFunctions.polynomial(OrthogonalPolynomials.LEGENDRE_P, false, input, n);
    }

    /** {@link #legendrePolynomialP(Tensor, Tensor)} of one degree. */
    public static Tensor legendrePolynomialP(Tensor input, double n) {
        return legendrePolynomialP(input, number(n, input));
    }

    /** {@link #legendrePolynomialP(Tensor, Tensor)} at one point. */
    public static Tensor legendrePolynomialP(double x, Tensor n) {
        return legendrePolynomialP(number(x, n), n);
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

    /** A number beside a tensor does not widen its dtype. */
    private static Tensor number(double value, Tensor beside) {
        DType dtype = DTypes.floating(beside.dtype());
        return Tensors.full(new TensorOptions(dtype, beside.device()), value);
    }

    /** Nearest number with that many decimals, ties to even. */
    public static Tensor round(Tensor input, int decimals) {
        return input.round(decimals);
    }
}
