package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.vector.FloatVectorUnary.Lanes;
import dev.jgrad.spi.UnaryKind;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** What unary kinds compute on vectors of floats. */
final class FloatUnaryLanes {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final float SQRT_HALF = 0.70710678118654752440f;

    private FloatUnaryLanes() {}

    /** Kinds in which every lane is one exactly rounded operation or a choice, as in the scalar form. */
    static @Nullable Lanes exact(UnaryKind kind) {
        return switch (kind) {
            case NEG -> (x, p, q, r) -> x.neg();
            case ABS -> (x, p, q, r) -> x.abs();
            case SQRT -> (x, p, q, r) -> x.sqrt();
            case RECIPROCAL -> (x, p, q, r) -> bc(1).div(x);
            case SQUARE -> (x, p, q, r) -> x.mul(x);
            case FLOOR -> (x, p, q, r) -> FloatMath.floor(x);
            case CEIL -> (x, p, q, r) -> FloatMath.ceil(x);
            case ROUND -> (x, p, q, r) -> FloatMath.rint(x);
            case TRUNC -> (x, p, q, r) -> FloatMath.trunc(x);
            case FRAC -> (x, p, q, r) -> x.sub(FloatMath.trunc(x));
            case RELU -> (x, p, q, r) -> x.blend(0f, x.compare(VectorOperators.LT, 0f));
            case LEAKY_RELU -> (x, p, q, r) -> x.mul(p).blend(x, x.compare(VectorOperators.GT, 0f));
            case CLAMP -> (x, p, q, r) -> x.max(p).min(q);
            case THRESHOLD -> (x, p, q, r) -> x.blend(q, x.compare(VectorOperators.LE, p));
            case HARDSIGMOID -> (x, p, q, r) -> x.add(3f).max(0f).min(6f).div(6f);
            case HARDSWISH -> (x, p, q, r) -> x.mul(x.add(3f).max(0f).min(6f)).div(6f);
            case HARDSHRINK ->
                (x, p, q, r) -> x.blend(0f, x.compare(VectorOperators.GE, -p).and(x.compare(VectorOperators.LE, p)));
            case SOFTSIGN -> (x, p, q, r) -> x.div(x.abs().add(1f));
            case SIGN ->
                (x, p, q, r) -> bc(0).blend(1f, x.compare(VectorOperators.GT, 0f))
                        .blend(-1f, x.compare(VectorOperators.LT, 0f));
            case DEG2RAD -> (x, p, q, r) -> x.mul((float) (Math.PI / 180));
            case RAD2DEG -> (x, p, q, r) -> x.mul((float) (180 / Math.PI));
            case LOGICAL_NOT -> (x, p, q, r) -> bc(0).blend(1f, x.compare(VectorOperators.EQ, 0f));
            case IS_NAN -> (x, p, q, r) -> bc(0).blend(1f, x.compare(VectorOperators.NE, x));
            default -> null;
        };
    }

    /** Kinds that need the JDK's vector math library, or approximations of their own. */
    static @Nullable Lanes approximate(UnaryKind kind) {
        return switch (kind) {
            case EXP -> (x, p, q, r) -> FloatMath.exp(x);
            case EXP2 -> (x, p, q, r) -> bc(2).lanewise(VectorOperators.POW, x);
            case EXPM1 -> (x, p, q, r) -> x.lanewise(VectorOperators.EXPM1);
            case LOG -> (x, p, q, r) -> x.lanewise(VectorOperators.LOG);
            case LOG2 -> (x, p, q, r) -> FloatMath.log2(x);
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
            case TANH -> (x, p, q, r) -> FloatMath.tanh(x);
            case ERF -> (x, p, q, r) -> FloatMath.erf(x);
            case SIGMOID -> (x, p, q, r) -> FloatMath.sigmoid(x);
            case LOGSIGMOID ->
                (x, p, q, r) -> x.min(0f).sub(FloatMath.exp(x.abs().neg()).lanewise(VectorOperators.LOG1P));
            case ELU ->
                (x, p, q, r) -> x.mul(q)
                        .blend(x.mul(r).lanewise(VectorOperators.EXPM1).mul(p * q), x.compare(VectorOperators.LT, 0f));
            case SOFTPLUS ->
                (x, p, q, r) -> {
                    FloatVector z = x.mul(p);
                    return FloatMath.exp(z)
                            .lanewise(VectorOperators.LOG1P)
                            .div(p)
                            .blend(x, z.compare(VectorOperators.GT, q));
                };
            case SILU -> (x, p, q, r) -> x.div(FloatMath.exp(x.neg()).add(1f));
            case MISH ->
                (x, p, q, r) -> {
                    // tanh(ln(1 + n)) = (n^2 + 2n) / (n^2 + 2n + 2)
                    FloatVector n = FloatMath.exp(x);
                    FloatVector w = n.mul(n.add(2f));
                    return x.mul(w).div(w.add(2f)).blend(x, x.compare(VectorOperators.GT, 20f));
                };
            case GELU -> (x, p, q, r) -> x.mul(0.5f).mul(FloatMath.onePlusErf(x.mul(SQRT_HALF)));
            case GELU_TANH ->
                (x, p, q, r) ->
                        x.mul(FloatMath.sigmoid(FloatBinaryLanes.geluInner(x).mul(2f)));
            default -> null;
        };
    }

    private static FloatVector bc(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
