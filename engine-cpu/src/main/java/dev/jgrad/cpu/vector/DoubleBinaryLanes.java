package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.vector.DoubleVectorBinary.Lanes;
import dev.jgrad.spi.BinaryKind;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** What binary kinds compute on vectors of doubles. */
final class DoubleBinaryLanes {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final double GELU_BETA = 0.79788456080286535588;
    private static final double GELU_CUBIC = 0.044715;

    private DoubleBinaryLanes() {}

    /** Kinds in which every lane is one exactly rounded operation or a choice, as in the scalar form. */
    static @Nullable Lanes exact(BinaryKind kind) {
        return switch (kind) {
            case ADD -> (a, b, p, q) -> a.add(b);
            case SUB -> (a, b, p, q) -> a.sub(b);
            case MUL -> (a, b, p, q) -> a.mul(b);
            case DIV -> (a, b, p, q) -> a.div(b);
            case ADD_SCALED -> (a, b, p, q) -> a.add(b.mul(p));
            case TRUNC_DIV -> (a, b, p, q) -> DoubleMath.trunc(a.div(b));
            case MAXIMUM -> (a, b, p, q) -> a.max(b);
            case MINIMUM -> (a, b, p, q) -> a.min(b);
            case COPYSIGN -> (a, b, p, q) -> DoubleMath.copySign(a, b);
            case EQ -> (a, b, p, q) -> truth(a.compare(VectorOperators.EQ, b));
            case NE -> (a, b, p, q) -> truth(a.compare(VectorOperators.NE, b));
            case LT -> (a, b, p, q) -> truth(a.compare(VectorOperators.LT, b));
            case LE -> (a, b, p, q) -> truth(a.compare(VectorOperators.LE, b));
            case GT -> (a, b, p, q) -> truth(a.compare(VectorOperators.GT, b));
            case GE -> (a, b, p, q) -> truth(a.compare(VectorOperators.GE, b));
            case SIGMOID_GRAD -> (a, b, p, q) -> a.mul(bc(1).sub(b)).mul(b);
            case TANH_GRAD -> (a, b, p, q) -> a.mul(bc(1).sub(b.mul(b)));
            case THRESHOLD_GRAD -> (a, b, p, q) -> a.blend(0, b.compare(VectorOperators.LE, p));
            case HARDTANH_GRAD ->
                (a, b, p, q) -> bc(0).blend(a, b.compare(VectorOperators.GT, p).and(b.compare(VectorOperators.LT, q)));
            case CLAMP_GRAD ->
                (a, b, p, q) -> bc(0).blend(a, b.compare(VectorOperators.GE, p).and(b.compare(VectorOperators.LE, q)));
            case LEAKY_RELU_GRAD -> (a, b, p, q) -> a.mul(p).blend(a, b.compare(VectorOperators.GT, 0));
            case HARDSWISH_GRAD ->
                (a, b, p, q) -> a.mul(b.div(3).add(0.5))
                        .blend(0, b.compare(VectorOperators.LE, -3))
                        .blend(a, b.compare(VectorOperators.GE, 3));
            default -> null;
        };
    }

    /** Kinds that need the JDK's vector math library, or approximations of their own. */
    static @Nullable Lanes approximate(BinaryKind kind) {
        return switch (kind) {
            case POW -> (a, b, p, q) -> DoubleMath.pow(a, b);
            case ATAN2 -> (a, b, p, q) -> a.lanewise(VectorOperators.ATAN2, b);
            case HYPOT -> (a, b, p, q) -> a.lanewise(VectorOperators.HYPOT, b);
            case GELU_TANH_GRAD ->
                (a, b, p, q) -> {
                    // With s = (1 + tanh) / 2 = sigmoid of twice the argument nothing cancels.
                    DoubleVector s = DoubleMath.sigmoid(geluInner(b).mul(2));
                    DoubleVector inner = b.mul(b).mul(3 * GELU_CUBIC).add(1).mul(GELU_BETA);
                    DoubleVector slope = s.mul(bc(1).sub(s)).mul(b).mul(2).mul(inner);
                    return a.mul(s.add(slope));
                };
            case SILU_GRAD ->
                (a, b, p, q) -> {
                    DoubleVector s = DoubleMath.sigmoid(b);
                    return a.mul(s).mul(b.mul(bc(1).sub(s)).add(1));
                };
            case SOFTPLUS_GRAD ->
                (a, b, p, q) -> {
                    DoubleVector u = b.mul(p);
                    DoubleVector z = DoubleMath.exp(u);
                    return a.mul(z).div(z.add(1)).blend(a, u.compare(VectorOperators.GT, q));
                };
            default -> null;
        };
    }

    /** What GELU's approximation takes tanh of. */
    static DoubleVector geluInner(DoubleVector x) {
        return x.mul(x).mul(x).mul(GELU_CUBIC).add(x).mul(GELU_BETA);
    }

    private static DoubleVector truth(VectorMask<Double> mask) {
        return bc(0).blend(1, mask);
    }

    private static DoubleVector bc(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }
}
