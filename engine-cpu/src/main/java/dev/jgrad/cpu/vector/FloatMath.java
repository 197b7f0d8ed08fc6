package dev.jgrad.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Functions of float vectors that {@code lanewise} does not have, or not fast enough. */
final class FloatMath {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final float ROUNDER = 0x1p23f;
    private static final float LOG2_E = 1.44269504088896341f;

    private FloatMath() {}

    /** Gives the magnitude of one vector the sign of another. */
    static FloatVector copySign(FloatVector magnitude, FloatVector sign) {
        return magnitude.reinterpretAsInts()
                .and(0x7fffffff)
                .or(sign.reinterpretAsInts().and(0x80000000))
                .reinterpretAsFloats();
    }

    /** Nearest integer, ties to even: adding 2^23 leaves no room for a fraction. */
    static FloatVector rint(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector r = a.add(ROUNDER).sub(ROUNDER);
        // Large numbers, infinities and NaN are what they are.
        return copySign(a.blend(r, a.compare(VectorOperators.LT, ROUNDER)), x);
    }

    static FloatVector floor(FloatVector x) {
        FloatVector r = rint(x);
        return copySign(r.blend(r.sub(1), r.compare(VectorOperators.GT, x)), x);
    }

    static FloatVector ceil(FloatVector x) {
        FloatVector r = rint(x);
        return copySign(r.blend(r.add(1), r.compare(VectorOperators.LT, x)), x);
    }

    static FloatVector trunc(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector r = rint(a);
        return copySign(r.blend(r.sub(1), r.compare(VectorOperators.GT, a)), x);
    }

    /** A rational approximation, 4 ulp; odd, so the sign of zero survives. Source: Eigen {@code ptanh}. */
    static FloatVector tanh(FloatVector x) {
        FloatVector c = x.max(-7.90531110763549805f).min(7.90531110763549805f);
        FloatVector z = c.mul(c);
        FloatVector num = bc(-2.76076847742355e-16f)
                .fma(z, bc(2.00018790482477e-13f))
                .fma(z, bc(-8.60467152213735e-11f))
                .fma(z, bc(5.12229709037114e-08f))
                .fma(z, bc(1.48572235717979e-05f))
                .fma(z, bc(6.37261928875436e-04f))
                .fma(z, bc(4.89352455891786e-03f))
                .mul(c);
        FloatVector den = bc(1.19825839466702e-06f)
                .fma(z, bc(1.18534705686654e-04f))
                .fma(z, bc(2.26843463243900e-03f))
                .fma(z, bc(4.89352518554385e-03f));
        return num.div(den);
    }

    /** A rational approximation, 5 ulp. Source: Eigen {@code perf}. */
    static FloatVector erf(FloatVector x) {
        FloatVector c = x.max(-4f).min(4f);
        FloatVector z = c.mul(c);
        FloatVector num = bc(-2.72614225801306e-10f)
                .fma(z, bc(2.77068142495902e-08f))
                .fma(z, bc(-2.10102402082508e-06f))
                .fma(z, bc(-5.69250639462346e-05f))
                .fma(z, bc(-7.34990630326855e-04f))
                .fma(z, bc(-2.95459980854025e-03f))
                .fma(z, bc(-1.60960333262415e-02f))
                .mul(c);
        FloatVector den = bc(-1.45660718464996e-05f)
                .fma(z, bc(-2.13374055278905e-04f))
                .fma(z, bc(-1.68282697438203e-03f))
                .fma(z, bc(-7.37332916720468e-03f))
                .fma(z, bc(-1.42647390514189e-02f));
        return num.div(den);
    }

    private static FloatVector bc(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    static FloatVector exp(FloatVector x) {
        return x.lanewise(VectorOperators.EXP);
    }

    static FloatVector sigmoid(FloatVector x) {
        return bc(1).div(exp(x.neg()).add(1));
    }

    /** Exponent and mantissa apart, so that powers of two come out exact. */
    static FloatVector log2(FloatVector x) {
        FloatVector scaled = x.mul(0x1p25f);
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        FloatVector y = x.blend(scaled, subnormal);
        // Bits above those of sqrt(1/2) count the exponent, so that the mantissa lies around 1.
        var bits = y.reinterpretAsInts().sub(0x3f3504f3);
        FloatVector e = (FloatVector) bits.lanewise(VectorOperators.ASHR, 23).convert(VectorOperators.I2F, 0);
        FloatVector m = bits.and(0x007fffff).add(0x3f3504f3).reinterpretAsFloats();
        FloatVector r = m.lanewise(VectorOperators.LOG).mul(LOG2_E).add(e.blend(e.sub(25), subnormal));
        // Zero, negative numbers, infinity and NaN: as the logarithm says.
        VectorMask<Float> usual =
                x.compare(VectorOperators.GT, 0f).and(x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
        return x.lanewise(VectorOperators.LOG).blend(r, usual);
    }
}
