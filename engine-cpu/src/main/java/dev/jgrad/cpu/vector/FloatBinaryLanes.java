package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.vector.FloatVectorBinary.Lanes;
import dev.jgrad.spi.BinaryKind;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** What binary kinds compute on vectors of floats. */
final class FloatBinaryLanes {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final float SQRT_HALF = 0.70710678118654752440f;
    private static final float INV_SQRT_2PI = 0.39894228040143267794f;
    private static final float GELU_BETA = 0.79788456080286535588f;
    private static final float GELU_CUBIC = 0.044715f;

    private FloatBinaryLanes() {}

    /** Kinds in which every lane is one exactly rounded operation or a choice, as in the scalar form. */
    static @Nullable Lanes exact(BinaryKind kind) {
        return switch (kind) {
            case ADD -> (a, b, p, q) -> a.add(b);
            case SUB -> (a, b, p, q) -> a.sub(b);
            case MUL -> (a, b, p, q) -> a.mul(b);
            case DIV -> (a, b, p, q) -> a.div(b);
            case ADD_SCALED -> (a, b, p, q) -> a.add(b.mul(p));
            case TRUNC_DIV -> (a, b, p, q) -> FloatMath.trunc(a.div(b));
            case MAXIMUM -> (a, b, p, q) -> a.max(b);
            case MINIMUM -> (a, b, p, q) -> a.min(b);
            case COPYSIGN -> (a, b, p, q) -> FloatMath.copySign(a, b);
            case EQ -> (a, b, p, q) -> truth(a.compare(VectorOperators.EQ, b));
            case NE -> (a, b, p, q) -> truth(a.compare(VectorOperators.NE, b));
            case LT -> (a, b, p, q) -> truth(a.compare(VectorOperators.LT, b));
            case LE -> (a, b, p, q) -> truth(a.compare(VectorOperators.LE, b));
            case GT -> (a, b, p, q) -> truth(a.compare(VectorOperators.GT, b));
            case GE -> (a, b, p, q) -> truth(a.compare(VectorOperators.GE, b));
            case SIGMOID_GRAD -> (a, b, p, q) -> a.mul(bc(1).sub(b)).mul(b);
            case TANH_GRAD -> (a, b, p, q) -> a.mul(bc(1).sub(b.mul(b)));
            case THRESHOLD_GRAD -> (a, b, p, q) -> a.blend(0f, b.compare(VectorOperators.LE, p));
            case HARDTANH_GRAD ->
                (a, b, p, q) -> bc(0).blend(a, b.compare(VectorOperators.GT, p).and(b.compare(VectorOperators.LT, q)));
            case CLAMP_GRAD ->
                (a, b, p, q) -> bc(0).blend(a, b.compare(VectorOperators.GE, p).and(b.compare(VectorOperators.LE, q)));
            case LEAKY_RELU_GRAD -> (a, b, p, q) -> a.mul(p).blend(a, b.compare(VectorOperators.GT, 0f));
            case HARDSWISH_GRAD ->
                (a, b, p, q) -> a.mul(b.div(3f).add(0.5f))
                        .blend(0f, b.compare(VectorOperators.LE, -3f))
                        .blend(a, b.compare(VectorOperators.GE, 3f));
            default -> null;
        };
    }

    /** Kinds that need the JDK's vector math library, or approximations of their own. */
    static @Nullable Lanes approximate(BinaryKind kind) {
        return switch (kind) {
            case POW -> (a, b, p, q) -> FloatMath.pow(a, b);
            case ATAN2 -> (a, b, p, q) -> a.lanewise(VectorOperators.ATAN2, b);
            case HYPOT -> (a, b, p, q) -> a.lanewise(VectorOperators.HYPOT, b);
            case GELU_GRAD ->
                (a, b, p, q) -> {
                    FloatVector cdf = FloatMath.onePlusErf(b.mul(SQRT_HALF)).mul(0.5f);
                    FloatVector pdf = FloatMath.exp(b.mul(b).mul(-0.5f)).mul(INV_SQRT_2PI);
                    return a.mul(cdf.add(b.mul(pdf)));
                };
            case GELU_TANH_GRAD ->
                (a, b, p, q) -> {
                    // With s = (1 + tanh) / 2 = sigmoid of twice the argument nothing cancels.
                    FloatVector s = FloatMath.sigmoid(geluInner(b).mul(2f));
                    FloatVector inner = b.mul(b).mul(3 * GELU_CUBIC).add(1f).mul(GELU_BETA);
                    FloatVector slope = s.mul(bc(1).sub(s)).mul(b).mul(2f).mul(inner);
                    return a.mul(s.add(slope));
                };
            case SILU_GRAD ->
                (a, b, p, q) -> {
                    FloatVector s = FloatMath.sigmoid(b);
                    return a.mul(s).mul(b.mul(bc(1).sub(s)).add(1f));
                };
            case SOFTPLUS_GRAD ->
                (a, b, p, q) -> {
                    FloatVector u = b.mul(p);
                    FloatVector z = FloatMath.exp(u);
                    return a.mul(z).div(z.add(1f)).blend(a, u.compare(VectorOperators.GT, q));
                };
            default -> null;
        };
    }

    /** What GELU's approximation takes tanh of. */
    static FloatVector geluInner(FloatVector x) {
        return x.mul(x).mul(x).mul(GELU_CUBIC).add(x).mul(GELU_BETA);
    }

    private static FloatVector truth(VectorMask<Float> mask) {
        return bc(0).blend(1f, mask);
    }

    private static FloatVector bc(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
