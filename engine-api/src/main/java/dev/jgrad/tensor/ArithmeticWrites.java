package dev.jgrad.tensor;

import dev.jgrad.op.ArithmeticOps;
import dev.jgrad.op.InPlace;

/** Arithmetic and functions of two tensors that overwrite the first. */
public sealed interface ArithmeticWrites permits Tensor {
    /** {@link Tensor#add(Tensor)} in place. */
    default Tensor add_(Tensor other) {
        return ArithmeticOps.ADD.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#add(double)} in place. */
    default Tensor add_(double other) {
        return ArithmeticOps.ADD.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#add(long)} in place. */
    default Tensor add_(long other) {
        return ArithmeticOps.ADD.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#sub(Tensor)} in place. */
    default Tensor sub_(Tensor other) {
        return ArithmeticOps.SUB.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#sub(double)} in place. */
    default Tensor sub_(double other) {
        return ArithmeticOps.SUB.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#sub(long)} in place. */
    default Tensor sub_(long other) {
        return ArithmeticOps.SUB.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#mul(Tensor)} in place. */
    default Tensor mul_(Tensor other) {
        return ArithmeticOps.MUL.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#mul(double)} in place. */
    default Tensor mul_(double other) {
        return ArithmeticOps.MUL.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#mul(long)} in place. */
    default Tensor mul_(long other) {
        return ArithmeticOps.MUL.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#div(Tensor)} in place. */
    default Tensor div_(Tensor other) {
        return ArithmeticOps.DIV.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#div(double)} in place. */
    default Tensor div_(double other) {
        return ArithmeticOps.DIV.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#div(long)} in place. */
    default Tensor div_(long other) {
        return ArithmeticOps.DIV.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#floorDivide(Tensor)} in place. */
    default Tensor floorDivide_(Tensor other) {
        return ArithmeticOps.FLOOR_DIVIDE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#floorDivide(double)} in place. */
    default Tensor floorDivide_(double other) {
        return ArithmeticOps.FLOOR_DIVIDE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#floorDivide(long)} in place. */
    default Tensor floorDivide_(long other) {
        return ArithmeticOps.FLOOR_DIVIDE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#remainder(Tensor)} in place. */
    default Tensor remainder_(Tensor other) {
        return ArithmeticOps.REMAINDER.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#remainder(double)} in place. */
    default Tensor remainder_(double other) {
        return ArithmeticOps.REMAINDER.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#remainder(long)} in place. */
    default Tensor remainder_(long other) {
        return ArithmeticOps.REMAINDER.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#fmod(Tensor)} in place. */
    default Tensor fmod_(Tensor other) {
        return ArithmeticOps.FMOD.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#fmod(double)} in place. */
    default Tensor fmod_(double other) {
        return ArithmeticOps.FMOD.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#fmod(long)} in place. */
    default Tensor fmod_(long other) {
        return ArithmeticOps.FMOD.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#pow(Tensor)} in place. */
    default Tensor pow_(Tensor other) {
        return ArithmeticOps.POW.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#pow(double)} in place. */
    default Tensor pow_(double other) {
        return ArithmeticOps.POW.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#pow(long)} in place. */
    default Tensor pow_(long other) {
        return ArithmeticOps.POW.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#pow(boolean)} in place. */
    default Tensor pow_(boolean other) {
        return InPlace.apply("pow", (Tensor) this, x -> x.pow(other));
    }

    /** {@link Tensor#copysign(Tensor)} in place. */
    default Tensor copysign_(Tensor other) {
        return ArithmeticOps.COPYSIGN.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#copysign(double)} in place. */
    default Tensor copysign_(double other) {
        return ArithmeticOps.COPYSIGN.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#copysign(long)} in place. */
    default Tensor copysign_(long other) {
        return ArithmeticOps.COPYSIGN.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#atan2(Tensor)} in place. */
    default Tensor atan2_(Tensor other) {
        return ArithmeticOps.ATAN2.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#hypot(Tensor)} in place. */
    default Tensor hypot_(Tensor other) {
        return ArithmeticOps.HYPOT.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#heaviside(Tensor)} in place. */
    default Tensor heaviside_(Tensor other) {
        return ArithmeticOps.HEAVISIDE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#nextafter(Tensor)} in place. */
    default Tensor nextafter_(Tensor other) {
        return ArithmeticOps.NEXTAFTER.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#gcd(Tensor)} in place. */
    default Tensor gcd_(Tensor other) {
        return ArithmeticOps.GCD.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#lcm(Tensor)} in place. */
    default Tensor lcm_(Tensor other) {
        return ArithmeticOps.LCM.callInPlace((Tensor) this, other);
    }

    /** Adds alpha * other. */
    default Tensor add_(Tensor other, double alpha) {
        return ArithmeticOps.ADD_SCALED.callInPlace((Tensor) this, other, alpha, 0);
    }

    /** Subtracts alpha * other. */
    default Tensor sub_(Tensor other, double alpha) {
        return ArithmeticOps.SUB_SCALED.callInPlace((Tensor) this, other, -alpha, 0);
    }

    /** Adds value * a * b. */
    default Tensor addcmul_(Tensor a, Tensor b, double value) {
        return InPlace.apply("addcmul", (Tensor) this, x -> x.addcmul(a, b, value));
    }

    /** Adds value * a / b. */
    default Tensor addcdiv_(Tensor a, Tensor b, double value) {
        return InPlace.apply("addcdiv", (Tensor) this, x -> x.addcdiv(a, b, value));
    }

    /** {@link Tensor#lerp(Tensor, double)} in place. */
    default Tensor lerp_(Tensor end, double weight) {
        return InPlace.apply("lerp", (Tensor) this, x -> x.lerp(end, weight));
    }

    /** {@link Tensor#clamp(double, double)} in place. */
    default Tensor clamp_(double min, double max) {
        return InPlace.apply("clamp", (Tensor) this, x -> x.clamp(min, max));
    }

    /** {@link Tensor#lerp(Tensor, Tensor)} in place. */
    default Tensor lerp_(Tensor end, Tensor weight) {
        return InPlace.apply("lerp", (Tensor) this, x -> x.lerp(end, weight));
    }
}
