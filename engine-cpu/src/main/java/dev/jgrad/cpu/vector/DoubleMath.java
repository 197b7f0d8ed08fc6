package dev.jgrad.cpu.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Functions of double vectors that {@code lanewise} does not have. */
final class DoubleMath {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final double ROUNDER = 0x1p52;

    private DoubleMath() {}

    /** Gives the magnitude of one vector the sign of another. */
    static DoubleVector copySign(DoubleVector magnitude, DoubleVector sign) {
        return magnitude
                .reinterpretAsLongs()
                .and(Long.MAX_VALUE)
                .or(sign.reinterpretAsLongs().and(Long.MIN_VALUE))
                .reinterpretAsDoubles();
    }

    /** Like C's pow, which gives 1 where Java gives NaN for 1 to the power of infinity or NaN. */
    static DoubleVector pow(DoubleVector a, DoubleVector b) {
        VectorMask<Double> one = a.abs()
                .compare(VectorOperators.EQ, 1)
                .and(b.abs().compare(VectorOperators.EQ, Double.POSITIVE_INFINITY))
                .or(a.compare(VectorOperators.EQ, 1));
        return a.lanewise(VectorOperators.POW, b).blend(1, one);
    }

    /** Nearest integer, ties to even: adding 2^52 leaves no room for a fraction. */
    static DoubleVector rint(DoubleVector x) {
        DoubleVector a = x.abs();
        DoubleVector r = a.add(ROUNDER).sub(ROUNDER);
        // Large numbers, infinities and NaN are what they are.
        return copySign(a.blend(r, a.compare(VectorOperators.LT, ROUNDER)), x);
    }

    static DoubleVector floor(DoubleVector x) {
        DoubleVector r = rint(x);
        return copySign(r.blend(r.sub(1), r.compare(VectorOperators.GT, x)), x);
    }

    static DoubleVector ceil(DoubleVector x) {
        DoubleVector r = rint(x);
        return copySign(r.blend(r.add(1), r.compare(VectorOperators.LT, x)), x);
    }

    static DoubleVector trunc(DoubleVector x) {
        DoubleVector a = x.abs();
        DoubleVector r = rint(a);
        return copySign(r.blend(r.sub(1), r.compare(VectorOperators.GT, a)), x);
    }

    private static DoubleVector bc(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    static DoubleVector exp(DoubleVector x) {
        return x.lanewise(VectorOperators.EXP);
    }

    static DoubleVector sigmoid(DoubleVector x) {
        return bc(1).div(exp(x.neg()).add(1));
    }

    static DoubleVector tanh(DoubleVector x) {
        return x.lanewise(VectorOperators.TANH);
    }
}
