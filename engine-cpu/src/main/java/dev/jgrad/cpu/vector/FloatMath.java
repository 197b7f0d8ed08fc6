package dev.jgrad.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of float vectors that {@code lanewise} does not have, or not fast enough. The longer ones call nothing but the
 * Vector API, whose methods C2 inlines whatever the size; our own it leaves out beyond a limit, and then every vector
 * becomes a heap object.
 */
final class FloatMath {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int ONE_BITS = 0x3f800000;
    private static final float ROUNDER = 0x1p23f;
    private static final float ERF_NEAR = 0.927734375f;
    private static final float LOG2_E = 1.44269504088896341f;

    private FloatMath() {}

    /** Gives the magnitude of one vector the sign of another. */
    static FloatVector copySign(FloatVector magnitude, FloatVector sign) {
        return magnitude
                .reinterpretAsInts()
                .and(0x7fffffff)
                .or(sign.reinterpretAsInts().and(0x80000000))
                .reinterpretAsFloats();
    }

    /** Like C's pow, which gives 1 where Java gives NaN for 1 to the power of infinity or NaN. */
    static FloatVector pow(FloatVector a, FloatVector b) {
        VectorMask<Float> one = a.abs()
                .compare(VectorOperators.EQ, 1f)
                .and(b.abs().compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
                .or(a.compare(VectorOperators.EQ, 1f));
        return a.lanewise(VectorOperators.POW, b).blend(1f, one);
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
        FloatVector num = FloatVector.broadcast(SPECIES, -2.76076847742355e-16f)
                .fma(z, FloatVector.broadcast(SPECIES, 2.00018790482477e-13f))
                .fma(z, FloatVector.broadcast(SPECIES, -8.60467152213735e-11f))
                .fma(z, FloatVector.broadcast(SPECIES, 5.12229709037114e-08f))
                .fma(z, FloatVector.broadcast(SPECIES, 1.48572235717979e-05f))
                .fma(z, FloatVector.broadcast(SPECIES, 6.37261928875436e-04f))
                .fma(z, FloatVector.broadcast(SPECIES, 4.89352455891786e-03f))
                .mul(c);
        FloatVector den = FloatVector.broadcast(SPECIES, 1.19825839466702e-06f)
                .fma(z, FloatVector.broadcast(SPECIES, 1.18534705686654e-04f))
                .fma(z, FloatVector.broadcast(SPECIES, 2.26843463243900e-03f))
                .fma(z, FloatVector.broadcast(SPECIES, 4.89352518554385e-03f));
        // Beyond the range exactly 1, and close to 0 the number itself: gradients multiply the difference to 1 by large
        // numbers, and subnormal numbers would lose their digits.
        VectorMask<Float> beyond = x.abs().compare(VectorOperators.GE, 7.90531110763549805f);
        VectorMask<Float> tiny = x.abs().compare(VectorOperators.LT, 4e-4f);
        FloatVector one = x.reinterpretAsInts().and(0x80000000).or(ONE_BITS).reinterpretAsFloats();
        return num.div(den).blend(one, beyond).blend(x, tiny);
    }

    /** Polynomials close to 0, and below an exponential farther out; 1 ulp. Source: N. Juffa's {@code erff}. */
    static FloatVector erf(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector one = x.reinterpretAsInts().and(0x80000000).or(ONE_BITS).reinterpretAsFloats();
        FloatVector far = FloatVector.broadcast(SPECIES, 1).sub(erfcFar(a)).mul(one);
        return far.blend(erfNear(x), a.compare(VectorOperators.LT, ERF_NEAR));
    }

    /** 1 + erf(x), which does not cancel for negative x. */
    static FloatVector onePlusErf(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector tail = erfcFar(a);
        FloatVector far = FloatVector.broadcast(SPECIES, 2).sub(tail).blend(tail, x.compare(VectorOperators.LT, 0f));
        return far.blend(erfNear(x).add(1f), a.compare(VectorOperators.LT, ERF_NEAR));
    }

    private static FloatVector erfNear(FloatVector x) {
        FloatVector z = x.mul(x);
        return FloatVector.broadcast(SPECIES, -5.96761703e-4f)
                .fma(z, FloatVector.broadcast(SPECIES, 4.99119423e-3f))
                .fma(z, FloatVector.broadcast(SPECIES, -2.67681349e-2f))
                .fma(z, FloatVector.broadcast(SPECIES, 1.12819925e-1f))
                .fma(z, FloatVector.broadcast(SPECIES, -3.76125336e-1f))
                .fma(z, FloatVector.broadcast(SPECIES, 1.28379166e-1f))
                .fma(x, x);
    }

    /** 1 - erf(a) for a from 0.93 on. */
    private static FloatVector erfcFar(FloatVector a) {
        FloatVector t = a.min(11f);
        FloatVector z = t.mul(t);
        FloatVector u =
                FloatVector.broadcast(SPECIES, -3.88396438e-3f).fma(t, FloatVector.broadcast(SPECIES, 2.42546219e-2f));
        FloatVector r = FloatVector.broadcast(SPECIES, -1.72853470e-5f)
                .fma(t, FloatVector.broadcast(SPECIES, 3.83197126e-4f))
                .fma(z, u)
                .fma(t, FloatVector.broadcast(SPECIES, -1.06777877e-1f))
                .fma(t, FloatVector.broadcast(SPECIES, -6.34846687e-1f))
                .fma(t, FloatVector.broadcast(SPECIES, -1.28717512e-1f))
                .fma(t, t.neg());
        return exp(r);
    }

    static FloatVector exp(FloatVector x) {
        return x.lanewise(VectorOperators.EXP);
    }

    static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(SPECIES, 1).div(exp(x.neg()).add(1));
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
