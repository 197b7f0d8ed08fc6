package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Promotion;
import dev.jgrad.tensor.Tensor;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Functions of {@code torch.special} that PyTorch does not differentiate: Bessel functions and polynomials. */
public final class RareFunctions {
    private RareFunctions() {}

    private static void checkType(String op, DType dtype) {
        if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
            throw new DTypeException(
                    "\"" + op + "\" not implemented for '" + dtype.scalarTypeName() + "': convert with .to(FLOAT32)");
        }
    }

    private static Tensor map(String op, Tensor x, DoubleUnaryOperator f) {
        checkType(op, x.dtype());
        return HostFunctions.map(x, f);
    }

    /** The first kind, order 0 or 1. */
    public static Tensor besselJ(Tensor x, int order) {
        return map("bessel_j" + order, x, v -> BesselSeries.j(v, order));
    }

    /** The second kind, order 0 or 1. */
    public static Tensor besselY(Tensor x, int order) {
        return map("bessel_y" + order, x, v -> BesselSeries.y(v, order));
    }

    /** The modified first kind, order 0 or 1. */
    public static Tensor besselI(Tensor x, int order) {
        return map("modified_bessel_i" + order, x, v -> SpecialSeries.bessel(v, order));
    }

    /** The modified second kind, order 0 or 1. */
    public static Tensor besselK(Tensor x, int order) {
        return map("modified_bessel_k" + order, x, v -> BesselSeries.k(v, order));
    }

    /** e^x times the modified second kind. */
    public static Tensor besselKScaled(Tensor x, int order) {
        return map("scaled_modified_bessel_k" + order, x, v -> BesselSeries.kScaled(v, order));
    }

    /** The spherical Bessel function of order 0. */
    public static Tensor sphericalBesselJ0(Tensor x) {
        return map("spherical_bessel_j0", x, BesselSeries::sphericalJ0);
    }

    /** Airy's function. */
    public static Tensor airyAi(Tensor x) {
        return map("airy_ai", x, BesselSeries::airy);
    }

    /** A polynomial; shifted ones are taken at 2x - 1. */
    public static Tensor polynomial(OrthogonalPolynomials family, boolean shifted, Tensor x, Tensor n) {
        String name = family.name().replace("_", "_polynomial_").toLowerCase(Locale.ROOT);
        checkType(
                shifted ? "shifted_" + name : name, Promotion.result(x.dtype(), x.dim() == 0, n.dtype(), n.dim() == 0));
        return HostFunctions.map(x, n, (v, k) -> family.at(shifted ? 2 * v - 1 : v, k));
    }
}
