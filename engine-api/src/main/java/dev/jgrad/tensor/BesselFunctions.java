package dev.jgrad.tensor;

import dev.jgrad.op.RareFunctions;

/** The functions of Bessel and Airy of {@link Special} that have no derivative. */
public abstract sealed class BesselFunctions extends PolynomialFunctions permits Special {
    BesselFunctions() {}

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
}
