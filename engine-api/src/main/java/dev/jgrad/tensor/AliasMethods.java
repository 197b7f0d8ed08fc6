package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.ArithmeticForms;
import dev.jgrad.op.InPlace;

/** PyTorch's second names, most of them NumPy's, and small questions about a tensor. */
public sealed interface AliasMethods permits Tensor {
    /** {@link Tensor#acos} under its other name. */
    default Tensor arccos() {
        return ((Tensor) this).acos();
    }

    /** {@link Tensor#acos_} under its other name. */
    default Tensor arccos_() {
        return ((Tensor) this).acos_();
    }

    /** {@link Tensor#asin} under its other name. */
    default Tensor arcsin() {
        return ((Tensor) this).asin();
    }

    /** {@link Tensor#asin_} under its other name. */
    default Tensor arcsin_() {
        return ((Tensor) this).asin_();
    }

    /** {@link Tensor#atan} under its other name. */
    default Tensor arctan() {
        return ((Tensor) this).atan();
    }

    /** {@link Tensor#atan_} under its other name. */
    default Tensor arctan_() {
        return ((Tensor) this).atan_();
    }

    /** {@link Tensor#acosh} under its other name. */
    default Tensor arccosh() {
        return ((Tensor) this).acosh();
    }

    /** {@link Tensor#acosh_} under its other name. */
    default Tensor arccosh_() {
        return ((Tensor) this).acosh_();
    }

    /** {@link Tensor#asinh} under its other name. */
    default Tensor arcsinh() {
        return ((Tensor) this).asinh();
    }

    /** {@link Tensor#asinh_} under its other name. */
    default Tensor arcsinh_() {
        return ((Tensor) this).asinh_();
    }

    /** {@link Tensor#atanh} under its other name. */
    default Tensor arctanh() {
        return ((Tensor) this).atanh();
    }

    /** {@link Tensor#atanh_} under its other name. */
    default Tensor arctanh_() {
        return ((Tensor) this).atanh_();
    }

    /** {@link Tensor#atan2(Tensor)} under its other name. */
    default Tensor arctan2(Tensor other) {
        return ((Tensor) this).atan2(other);
    }

    /** {@link Tensor#atan2_(Tensor)} under its other name. */
    default Tensor arctan2_(Tensor other) {
        return ((Tensor) this).atan2_(other);
    }

    /** {@link Tensor#gt(Tensor)} under its other name. */
    default Tensor greater(Tensor other) {
        return ((Tensor) this).gt(other);
    }

    /** {@link Tensor#gt(double)} under its other name. */
    default Tensor greater(double other) {
        return ((Tensor) this).gt(other);
    }

    /** {@link Tensor#gt(long)} under its other name. */
    default Tensor greater(long other) {
        return ((Tensor) this).gt(other);
    }

    /** {@link Tensor#ge(Tensor)} under its other name. */
    default Tensor greaterEqual(Tensor other) {
        return ((Tensor) this).ge(other);
    }

    /** {@link Tensor#ge(double)} under its other name. */
    default Tensor greaterEqual(double other) {
        return ((Tensor) this).ge(other);
    }

    /** {@link Tensor#ge(long)} under its other name. */
    default Tensor greaterEqual(long other) {
        return ((Tensor) this).ge(other);
    }

    /** {@link Tensor#lt(Tensor)} under its other name. */
    default Tensor less(Tensor other) {
        return ((Tensor) this).lt(other);
    }

    /** {@link Tensor#lt(double)} under its other name. */
    default Tensor less(double other) {
        return ((Tensor) this).lt(other);
    }

    /** {@link Tensor#lt(long)} under its other name. */
    default Tensor less(long other) {
        return ((Tensor) this).lt(other);
    }

    /** {@link Tensor#le(Tensor)} under its other name. */
    default Tensor lessEqual(Tensor other) {
        return ((Tensor) this).le(other);
    }

    /** {@link Tensor#le(double)} under its other name. */
    default Tensor lessEqual(double other) {
        return ((Tensor) this).le(other);
    }

    /** {@link Tensor#le(long)} under its other name. */
    default Tensor lessEqual(long other) {
        return ((Tensor) this).le(other);
    }

    /** {@link Tensor#ne(Tensor)} under its other name. */
    default Tensor notEqual(Tensor other) {
        return ((Tensor) this).ne(other);
    }

    /** {@link Tensor#ne(double)} under its other name. */
    default Tensor notEqual(double other) {
        return ((Tensor) this).ne(other);
    }

    /** {@link Tensor#ne(long)} under its other name. */
    default Tensor notEqual(long other) {
        return ((Tensor) this).ne(other);
    }

    /** {@link Tensor#sub_(Tensor)} under its other name. */
    default Tensor subtract_(Tensor other) {
        return ((Tensor) this).sub_(other);
    }

    /** {@link Tensor#sub_(double)} under its other name. */
    default Tensor subtract_(double other) {
        return ((Tensor) this).sub_(other);
    }

    /** {@link Tensor#sub_(long)} under its other name. */
    default Tensor subtract_(long other) {
        return ((Tensor) this).sub_(other);
    }

    /** {@link Tensor#mul_(Tensor)} under its other name. */
    default Tensor multiply_(Tensor other) {
        return ((Tensor) this).mul_(other);
    }

    /** {@link Tensor#mul_(double)} under its other name. */
    default Tensor multiply_(double other) {
        return ((Tensor) this).mul_(other);
    }

    /** {@link Tensor#mul_(long)} under its other name. */
    default Tensor multiply_(long other) {
        return ((Tensor) this).mul_(other);
    }

    /** {@link Tensor#div_(Tensor)} under its other name. */
    default Tensor divide_(Tensor other) {
        return ((Tensor) this).div_(other);
    }

    /** {@link Tensor#div_(double)} under its other name. */
    default Tensor divide_(double other) {
        return ((Tensor) this).div_(other);
    }

    /** {@link Tensor#div_(long)} under its other name. */
    default Tensor divide_(long other) {
        return ((Tensor) this).div_(other);
    }

    /** {@link Tensor#sub(double)} under its other name. */
    default Tensor subtract(double other) {
        return ((Tensor) this).sub(other);
    }

    /** {@link Tensor#mul(double)} under its other name. */
    default Tensor multiply(double other) {
        return ((Tensor) this).mul(other);
    }

    /** {@link Tensor#div(double)} under its other name. */
    default Tensor divide(double other) {
        return ((Tensor) this).div(other);
    }

    /** {@link Tensor#sub(long)} under its other name. */
    default Tensor subtract(long other) {
        return ((Tensor) this).sub(other);
    }

    /** {@link Tensor#mul(long)} under its other name. */
    default Tensor multiply(long other) {
        return ((Tensor) this).mul(other);
    }

    /** {@link Tensor#div(long)} under its other name. */
    default Tensor divide(long other) {
        return ((Tensor) this).div(other);
    }

    /** {@link Tensor#neg_} under its other name. */
    default Tensor negative_() {
        return ((Tensor) this).neg_();
    }

    /** {@link Tensor#abs_} under its other name. */
    default Tensor absolute_() {
        return ((Tensor) this).abs_();
    }

    /** {@link Tensor#trunc_} under its other name. */
    default Tensor fix_() {
        return ((Tensor) this).trunc_();
    }

    /** {@link Tensor#clamp_(double, double)} under its other name. */
    default Tensor clip_(double min, double max) {
        return ((Tensor) this).clamp_(min, max);
    }

    /** {@link Tensor#outer} under its other name. */
    default Tensor ger(Tensor vec2) {
        return ((Tensor) this).outer(vec2);
    }

    /** {@link Tensor#bitwiseLeftShift(Tensor)} in place. */
    default Tensor bitwiseLeftShift_(Tensor other) {
        return InPlace.apply("bitwise_left_shift", (Tensor) this, x -> x.bitwiseLeftShift(other));
    }

    /** {@link Tensor#bitwiseLeftShift(long)} in place. */
    default Tensor bitwiseLeftShift_(long other) {
        return InPlace.apply("bitwise_left_shift", (Tensor) this, x -> x.bitwiseLeftShift(other));
    }

    /** {@link Tensor#bitwiseRightShift(Tensor)} in place. */
    default Tensor bitwiseRightShift_(Tensor other) {
        return InPlace.apply("bitwise_right_shift", (Tensor) this, x -> x.bitwiseRightShift(other));
    }

    /** {@link Tensor#bitwiseRightShift(long)} in place. */
    default Tensor bitwiseRightShift_(long other) {
        return InPlace.apply("bitwise_right_shift", (Tensor) this, x -> x.bitwiseRightShift(other));
    }

    /** {@link Tensor#i0} in place. */
    default Tensor i0_() {
        return InPlace.apply("i0", (Tensor) this, Tensor::i0);
    }

    /** The angle of real numbers in the plane: pi for negative ones, else 0; NaN stays. */
    default Tensor angle() {
        return ArithmeticForms.angle((Tensor) this);
    }

    /** True everywhere: jgrad has real numbers only. */
    default Tensor isReal() {
        return Tensors.onesLike((Tensor) this, TensorOptions.dtype(DType.BOOL));
    }

    /** The number of dimensions: {@link Tensor#dim}. */
    default int ndim() {
        return ((Tensor) this).dim();
    }

    /** The number of elements: {@link Tensor#numel}. */
    default long nelement() {
        return ((Tensor) this).numel();
    }

    /** Bytes of one element. */
    default int elementSize() {
        return ((Tensor) this).dtype().byteSize();
    }

    /** Bytes of all elements. */
    default long nbytes() {
        return ((Tensor) this).numel() * elementSize();
    }

    /** True when the dtype has negative numbers. */
    default boolean isSigned() {
        return ((Tensor) this).dtype().isSigned();
    }

    /** True when the only element is not zero. */
    default boolean isNonzero() {
        return ((Tensor) this).itemBoolean();
    }

    /** True when both have the same sizes. */
    default boolean isSameSize(Tensor other) {
        return ((Tensor) this).shape().equals(other.shape());
    }

    /** This tensor: a real number is its own conjugate. */
    default Tensor conj() {
        return (Tensor) this;
    }

    /** This tensor: a real number is its own conjugate. */
    default Tensor conjPhysical() {
        return (Tensor) this;
    }

    /** This tensor: jgrad conjugates nothing lazily. */
    default Tensor resolveConj() {
        return (Tensor) this;
    }

    /** This tensor: jgrad negates nothing lazily. */
    default Tensor resolveNeg() {
        return (Tensor) this;
    }

    /** This tensor: all dtypes are real. */
    default Tensor real() {
        return (Tensor) this;
    }

    /** {@link #conj()}. */
    default Tensor conjPhysical_() {
        return (Tensor) this;
    }

    /** False: there are no complex dtypes. */
    default boolean isComplex() {
        return false;
    }
}
