package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.vector.DoubleVectorUnary.Lanes;
import dev.jgrad.spi.UnaryKind;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** What unary kinds compute on vectors of doubles. */
final class DoubleUnaryLanes {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private DoubleUnaryLanes() {}

    /** Kinds in which every lane is one exactly rounded operation or a choice, as in the scalar form. */
    static @Nullable Lanes exact(UnaryKind kind) {
        return switch (kind) {
            case NEG -> (x, p, q, r) -> x.neg();
            case ABS -> (x, p, q, r) -> x.abs();
            case SQRT -> (x, p, q, r) -> x.sqrt();
            case RECIPROCAL -> (x, p, q, r) -> bc(1).div(x);
            case SQUARE -> (x, p, q, r) -> x.mul(x);
            case FLOOR -> (x, p, q, r) -> DoubleMath.floor(x);
            case CEIL -> (x, p, q, r) -> DoubleMath.ceil(x);
            case ROUND -> (x, p, q, r) -> DoubleMath.rint(x);
            case TRUNC -> (x, p, q, r) -> DoubleMath.trunc(x);
            case FRAC -> (x, p, q, r) -> x.sub(DoubleMath.trunc(x));
            case RELU -> (x, p, q, r) -> x.blend(0, x.compare(VectorOperators.LT, 0));
            case LEAKY_RELU -> (x, p, q, r) -> x.mul(p).blend(x, x.compare(VectorOperators.GT, 0));
            case CLAMP -> (x, p, q, r) -> x.max(p).min(q);
            case THRESHOLD -> (x, p, q, r) -> x.blend(q, x.compare(VectorOperators.LE, p));
            case HARDSIGMOID -> (x, p, q, r) -> x.add(3).max(0).min(6).div(6);
            case HARDSWISH -> (x, p, q, r) -> x.mul(x.add(3).max(0).min(6)).div(6);
            case HARDSHRINK ->
                (x, p, q, r) -> x.blend(0, x.compare(VectorOperators.GE, -p).and(x.compare(VectorOperators.LE, p)));
            case SOFTSIGN -> (x, p, q, r) -> x.div(x.abs().add(1));
            case SIGN ->
                (x, p, q, r) ->
                        bc(0).blend(1, x.compare(VectorOperators.GT, 0)).blend(-1, x.compare(VectorOperators.LT, 0));
            case DEG2RAD -> (x, p, q, r) -> x.mul(Math.PI / 180);
            case RAD2DEG -> (x, p, q, r) -> x.mul(180 / Math.PI);
            case LOGICAL_NOT -> (x, p, q, r) -> bc(0).blend(1, x.compare(VectorOperators.EQ, 0));
            case IS_NAN -> (x, p, q, r) -> bc(0).blend(1, x.compare(VectorOperators.NE, x));
            default -> null;
        };
    }

    /** Kinds that need the JDK's vector math library, or approximations of their own. */
    static @Nullable Lanes approximate(UnaryKind kind) {
        return switch (kind) {
            case EXP -> (x, p, q, r) -> DoubleMath.exp(x);
            case EXP2 -> (x, p, q, r) -> bc(2).lanewise(VectorOperators.POW, x);
            case EXPM1 -> (x, p, q, r) -> x.lanewise(VectorOperators.EXPM1);
            case LOG -> (x, p, q, r) -> x.lanewise(VectorOperators.LOG);
            case LOG10 -> (x, p, q, r) -> x.lanewise(VectorOperators.LOG10);
            case LOG1P -> (x, p, q, r) -> x.lanewise(VectorOperators.LOG1P);
            case RSQRT -> (x, p, q, r) -> bc(1).div(x.sqrt());
            case SIN -> (x, p, q, r) -> x.lanewise(VectorOperators.SIN);
            case COS -> (x, p, q, r) -> x.lanewise(VectorOperators.COS);
            case TAN -> (x, p, q, r) -> x.lanewise(VectorOperators.TAN);
            case ASIN -> (x, p, q, r) -> x.lanewise(VectorOperators.ASIN);
            case ACOS -> (x, p, q, r) -> x.lanewise(VectorOperators.ACOS);
            case ATAN -> (x, p, q, r) -> x.lanewise(VectorOperators.ATAN);
            case SINH -> (x, p, q, r) -> x.lanewise(VectorOperators.SINH);
            case COSH -> (x, p, q, r) -> x.lanewise(VectorOperators.COSH);
            case TANH -> (x, p, q, r) -> DoubleMath.tanh(x);
            case SIGMOID -> (x, p, q, r) -> DoubleMath.sigmoid(x);
            case LOGSIGMOID ->
                (x, p, q, r) -> x.min(0).sub(DoubleMath.exp(x.abs().neg()).lanewise(VectorOperators.LOG1P));
            case ELU ->
                (x, p, q, r) -> x.mul(q)
                        .blend(x.mul(r).lanewise(VectorOperators.EXPM1).mul(p * q), x.compare(VectorOperators.LT, 0));
            case SOFTPLUS ->
                (x, p, q, r) -> {
                    DoubleVector z = x.mul(p);
                    return DoubleMath.exp(z)
                            .lanewise(VectorOperators.LOG1P)
                            .div(p)
                            .blend(x, z.compare(VectorOperators.GT, q));
                };
            case SILU -> (x, p, q, r) -> x.div(DoubleMath.exp(x.neg()).add(1));
            case MISH ->
                (x, p, q, r) -> {
                    // tanh(ln(1 + n)) = (n^2 + 2n) / (n^2 + 2n + 2)
                    DoubleVector n = DoubleMath.exp(x);
                    DoubleVector w = n.mul(n.add(2));
                    return x.mul(w).div(w.add(2)).blend(x, x.compare(VectorOperators.GT, 20));
                };
            case GELU_TANH ->
                (x, p, q, r) ->
                        x.mul(DoubleMath.sigmoid(DoubleBinaryLanes.geluInner(x).mul(2)));
            default -> null;
        };
    }

    private static DoubleVector bc(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }
}
