package dev.jgrad.tensor;

import dev.jgrad.data.DTypeException;
import dev.jgrad.op.ArithmeticOps;

/**
 * Functions of two tensors, or of a tensor and a number, that are no arithmetic: element by element, with broadcasting and
 * promotion.
 */
public sealed interface BinaryMethods permits Tensor {
    /** Magnitude of this with the sign of other. */
    default Tensor copysign(Tensor other) {
        return ArithmeticOps.COPYSIGN.call((Tensor) this, other);
    }

    /** this * ln(other), 0 where this is 0. */
    default Tensor xlogy(Tensor other) {
        return ArithmeticOps.XLOGY.call((Tensor) this, other);
    }

    /** Greater of both, NaN wins. */
    default Tensor maximum(Tensor other) {
        return ArithmeticOps.MAXIMUM.call((Tensor) this, other);
    }

    /** Lesser of both, NaN wins. */
    default Tensor minimum(Tensor other) {
        return ArithmeticOps.MINIMUM.call((Tensor) this, other);
    }

    /** Greater of both, NaN loses. */
    default Tensor fmax(Tensor other) {
        return ArithmeticOps.FMAX.call((Tensor) this, other);
    }

    /** Lesser of both, NaN loses. */
    default Tensor fmin(Tensor other) {
        return ArithmeticOps.FMIN.call((Tensor) this, other);
    }

    /** Angle of the point (other, this). */
    default Tensor atan2(Tensor other) {
        return ArithmeticOps.ATAN2.call((Tensor) this, other);
    }

    /** sqrt(this^2 + other^2). */
    default Tensor hypot(Tensor other) {
        return ArithmeticOps.HYPOT.call((Tensor) this, other);
    }

    /** ln(e^this + e^other). */
    default Tensor logaddexp(Tensor other) {
        return ArithmeticOps.LOGADDEXP.call((Tensor) this, other);
    }

    /** log2(2^this + 2^other). */
    default Tensor logaddexp2(Tensor other) {
        return ArithmeticOps.LOGADDEXP2.call((Tensor) this, other);
    }

    /** Next representable value towards other. */
    default Tensor nextafter(Tensor other) {
        return ArithmeticOps.NEXTAFTER.call((Tensor) this, other);
    }

    /** Step function with other at 0. */
    default Tensor heaviside(Tensor other) {
        if (((Tensor) this).dtype() != other.dtype()) {
            throw new DTypeException("heaviside is not yet implemented for tensors with different dtypes.");
        }
        return ArithmeticOps.HEAVISIDE.call((Tensor) this, other);
    }

    /** Greatest common divisor. */
    default Tensor gcd(Tensor other) {
        return ArithmeticOps.GCD.call((Tensor) this, other);
    }

    /** Least common multiple. */
    default Tensor lcm(Tensor other) {
        return ArithmeticOps.LCM.call((Tensor) this, other);
    }

    /** Magnitude of this with the sign of other, a floating number. */
    default Tensor copysign(double other) {
        return ArithmeticOps.COPYSIGN.call((Tensor) this, other);
    }

    /** Magnitude of this with the sign of other, an integral number. */
    default Tensor copysign(long other) {
        return ArithmeticOps.COPYSIGN.call((Tensor) this, other);
    }

    /** this * ln(other), 0 where this is 0, a floating number. */
    default Tensor xlogy(double other) {
        return ArithmeticOps.XLOGY.call((Tensor) this, other);
    }

    /** this * ln(other), 0 where this is 0, an integral number. */
    default Tensor xlogy(long other) {
        return ArithmeticOps.XLOGY.call((Tensor) this, other);
    }
}
