package dev.jgrad.cpu.vector;

import dev.jgrad.spi.TernaryKind;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/** What ternary kinds compute on vectors of doubles; to the last bit what the scalar form does. */
final class DoubleTernaryLanes {
    private DoubleTernaryLanes() {}

    /** The operation on a vector, with the parameter p of its kind. */
    @FunctionalInterface
    interface Lanes {
        DoubleVector apply(DoubleVector a, DoubleVector b, DoubleVector c, double p);
    }

    static Lanes of(TernaryKind kind) {
        return switch (kind) {
            case WHERE -> (a, b, c, p) -> b.blend(c, a.compare(VectorOperators.EQ, 0));
            case ADDCMUL -> (a, b, c, p) -> a.add(b.mul(p).mul(c));
            case ADDCDIV -> (a, b, c, p) -> a.add(b.mul(p).div(c));
            case LERP ->
                (a, b, c, p) -> b.sub(b.sub(a).mul(c.neg().add(1)))
                        .blend(a.add(c.mul(b.sub(a))), c.abs().compare(VectorOperators.LT, 0.5));
            case CLAMP -> (a, b, c, p) -> a.max(b).min(c);
        };
    }
}
