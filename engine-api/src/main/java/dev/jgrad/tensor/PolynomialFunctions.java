package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.OrthogonalPolynomials;
import dev.jgrad.op.RareFunctions;

/** The orthogonal polynomials of {@link Special}. */
public abstract sealed class PolynomialFunctions permits BesselFunctions {
    PolynomialFunctions() {}

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

    /** A number beside a tensor does not widen its dtype. */
    static Tensor number(double value, Tensor beside) {
        DType dtype = DTypes.floating(beside.dtype());
        return Tensors.full(new TensorOptions(dtype, beside.device()), value);
    }
}
