package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.ActivationOps;
import dev.jgrad.op.ArithmeticForms;
import dev.jgrad.op.ArithmeticOps;
import dev.jgrad.op.ComparisonOps;
import dev.jgrad.op.CopyOps;
import dev.jgrad.op.CreationOps;
import dev.jgrad.op.InPlace;
import dev.jgrad.op.Sampling;
import dev.jgrad.op.ShapeInPlace;
import dev.jgrad.op.UnaryMathOps;
import dev.jgrad.spi.RandomKernels.Distribution;

/** Operations that overwrite the tensor and return it; their names end in an underscore. */
public sealed interface InPlaceMethods permits Tensor {
    /** {@link Tensor#neg()} in place. */
    default Tensor neg_() {
        return UnaryMathOps.NEG.callInPlace((Tensor) this);
    }

    /** {@link Tensor#abs()} in place. */
    default Tensor abs_() {
        return UnaryMathOps.ABS.callInPlace((Tensor) this);
    }

    /** {@link Tensor#exp()} in place. */
    default Tensor exp_() {
        return UnaryMathOps.EXP.callInPlace((Tensor) this);
    }

    /** {@link Tensor#exp2()} in place. */
    default Tensor exp2_() {
        return UnaryMathOps.EXP2.callInPlace((Tensor) this);
    }

    /** {@link Tensor#expm1()} in place. */
    default Tensor expm1_() {
        return UnaryMathOps.EXPM1.callInPlace((Tensor) this);
    }

    /** {@link Tensor#log()} in place. */
    default Tensor log_() {
        return UnaryMathOps.LOG.callInPlace((Tensor) this);
    }

    /** {@link Tensor#log2()} in place. */
    default Tensor log2_() {
        return UnaryMathOps.LOG2.callInPlace((Tensor) this);
    }

    /** {@link Tensor#log10()} in place. */
    default Tensor log10_() {
        return UnaryMathOps.LOG10.callInPlace((Tensor) this);
    }

    /** {@link Tensor#log1p()} in place. */
    default Tensor log1p_() {
        return UnaryMathOps.LOG1P.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sqrt()} in place. */
    default Tensor sqrt_() {
        return UnaryMathOps.SQRT.callInPlace((Tensor) this);
    }

    /** {@link Tensor#rsqrt()} in place. */
    default Tensor rsqrt_() {
        return UnaryMathOps.RSQRT.callInPlace((Tensor) this);
    }

    /** {@link Tensor#reciprocal()} in place. */
    default Tensor reciprocal_() {
        return UnaryMathOps.RECIPROCAL.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sin()} in place. */
    default Tensor sin_() {
        return UnaryMathOps.SIN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#cos()} in place. */
    default Tensor cos_() {
        return UnaryMathOps.COS.callInPlace((Tensor) this);
    }

    /** {@link Tensor#tan()} in place. */
    default Tensor tan_() {
        return UnaryMathOps.TAN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#asin()} in place. */
    default Tensor asin_() {
        return UnaryMathOps.ASIN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#acos()} in place. */
    default Tensor acos_() {
        return UnaryMathOps.ACOS.callInPlace((Tensor) this);
    }

    /** {@link Tensor#atan()} in place. */
    default Tensor atan_() {
        return UnaryMathOps.ATAN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sinh()} in place. */
    default Tensor sinh_() {
        return UnaryMathOps.SINH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#cosh()} in place. */
    default Tensor cosh_() {
        return UnaryMathOps.COSH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#erf()} in place. */
    default Tensor erf_() {
        return UnaryMathOps.ERF.callInPlace((Tensor) this);
    }

    /** {@link Tensor#erfc()} in place. */
    default Tensor erfc_() {
        return UnaryMathOps.ERFC.callInPlace((Tensor) this);
    }

    /** {@link Tensor#erfinv()} in place. */
    default Tensor erfinv_() {
        return UnaryMathOps.ERFINV.callInPlace((Tensor) this);
    }

    /** {@link Tensor#floor()} in place. */
    default Tensor floor_() {
        return UnaryMathOps.FLOOR.callInPlace((Tensor) this);
    }

    /** {@link Tensor#ceil()} in place. */
    default Tensor ceil_() {
        return UnaryMathOps.CEIL.callInPlace((Tensor) this);
    }

    /** {@link Tensor#round()} in place. */
    default Tensor round_() {
        return UnaryMathOps.ROUND.callInPlace((Tensor) this);
    }

    /** {@link Tensor#trunc()} in place. */
    default Tensor trunc_() {
        return UnaryMathOps.TRUNC.callInPlace((Tensor) this);
    }

    /** {@link Tensor#frac()} in place. */
    default Tensor frac_() {
        return UnaryMathOps.FRAC.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sign()} in place. */
    default Tensor sign_() {
        return UnaryMathOps.SIGN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sgn()} in place. */
    default Tensor sgn_() {
        return UnaryMathOps.SGN.callInPlace((Tensor) this);
    }

    /** {@link Tensor#asinh()} in place. */
    default Tensor asinh_() {
        return UnaryMathOps.ASINH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#acosh()} in place. */
    default Tensor acosh_() {
        return UnaryMathOps.ACOSH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#atanh()} in place. */
    default Tensor atanh_() {
        return UnaryMathOps.ATANH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#lgamma()} in place. */
    default Tensor lgamma_() {
        return UnaryMathOps.LGAMMA.callInPlace((Tensor) this);
    }

    /** {@link Tensor#digamma()} in place. */
    default Tensor digamma_() {
        return UnaryMathOps.DIGAMMA.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sinc()} in place. */
    default Tensor sinc_() {
        return UnaryMathOps.SINC.callInPlace((Tensor) this);
    }

    /** {@link Tensor#deg2rad()} in place. */
    default Tensor deg2rad_() {
        return UnaryMathOps.DEG2RAD.callInPlace((Tensor) this);
    }

    /** {@link Tensor#rad2deg()} in place. */
    default Tensor rad2deg_() {
        return UnaryMathOps.RAD2DEG.callInPlace((Tensor) this);
    }

    /** {@link Tensor#bitwiseNot()} in place. */
    default Tensor bitwiseNot_() {
        return UnaryMathOps.BITWISE_NOT.callInPlace((Tensor) this);
    }

    /** {@link Tensor#relu()} in place. */
    default Tensor relu_() {
        return ActivationOps.RELU.callInPlace((Tensor) this);
    }

    /** {@link Tensor#sigmoid()} in place. */
    default Tensor sigmoid_() {
        return ActivationOps.SIGMOID.callInPlace((Tensor) this);
    }

    /** {@link Tensor#tanh()} in place. */
    default Tensor tanh_() {
        return ActivationOps.TANH.callInPlace((Tensor) this);
    }

    /** {@link Tensor#logicalNot()} in place. */
    default Tensor logicalNot_() {
        return UnaryMathOps.LOGICAL_NOT.callInPlace((Tensor) this);
    }

    /** {@link Tensor#square()} in place. */
    default Tensor square_() {
        return pow_(2);
    }

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

    /** {@link Tensor#bitwiseAnd(Tensor)} in place. */
    default Tensor bitwiseAnd_(Tensor other) {
        return ArithmeticOps.BITWISE_AND.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseAnd(double)} in place. */
    default Tensor bitwiseAnd_(double other) {
        return ArithmeticOps.BITWISE_AND.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseAnd(long)} in place. */
    default Tensor bitwiseAnd_(long other) {
        return ArithmeticOps.BITWISE_AND.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseOr(Tensor)} in place. */
    default Tensor bitwiseOr_(Tensor other) {
        return ArithmeticOps.BITWISE_OR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseOr(double)} in place. */
    default Tensor bitwiseOr_(double other) {
        return ArithmeticOps.BITWISE_OR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseOr(long)} in place. */
    default Tensor bitwiseOr_(long other) {
        return ArithmeticOps.BITWISE_OR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseXor(Tensor)} in place. */
    default Tensor bitwiseXor_(Tensor other) {
        return ArithmeticOps.BITWISE_XOR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseXor(double)} in place. */
    default Tensor bitwiseXor_(double other) {
        return ArithmeticOps.BITWISE_XOR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#bitwiseXor(long)} in place. */
    default Tensor bitwiseXor_(long other) {
        return ArithmeticOps.BITWISE_XOR.callInPlace((Tensor) this, other);
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

    /** {@link Tensor#eq(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor eq_(Tensor other) {
        return ComparisonOps.EQ.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#ne(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor ne_(Tensor other) {
        return ComparisonOps.NE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#lt(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor lt_(Tensor other) {
        return ComparisonOps.LT.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#le(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor le_(Tensor other) {
        return ComparisonOps.LE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#gt(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor gt_(Tensor other) {
        return ComparisonOps.GT.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#ge(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor ge_(Tensor other) {
        return ComparisonOps.GE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#logicalAnd(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor logicalAnd_(Tensor other) {
        return ComparisonOps.LOGICAL_AND.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#logicalOr(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor logicalOr_(Tensor other) {
        return ComparisonOps.LOGICAL_OR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#logicalXor(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor logicalXor_(Tensor other) {
        return ComparisonOps.LOGICAL_XOR.callInPlace((Tensor) this, other);
    }

    /** {@link #fillDiagonal_(double, boolean)} without wrapping. */
    default Tensor fillDiagonal_(double fillValue) {
        return fillDiagonal_(fillValue, false);
    }

    /**
     * Writes a number along the main diagonal of a matrix, or of three and more dimensions of equal size.
     *
     * @param wrap begins anew below the diagonal of a tall matrix, after a row without
     */
    default Tensor fillDiagonal_(double fillValue, boolean wrap) {
        return ShapeInPlace.fillDiagonal((Tensor) this, fillValue, wrap);
    }

    /**
     * Changes the sizes, the elements staying in row-major order over the same memory. Where that is too small this tensor, and
     * not its views, gets new memory, with zeros behind the old elements.
     *
     * @throws dev.jgrad.data.AutogradException for a tensor that requires a gradient
     */
    default Tensor resize_(long... sizes) {
        return ShapeInPlace.resize((Tensor) this, sizes);
    }

    /** {@link #resize_} to the sizes of another tensor. */
    default Tensor resizeAs_(Tensor other) {
        return resize_(other.shape().toArray());
    }

    /** {@link #uniform_(double, double)} in [0, 1). */
    default Tensor uniform_() {
        return uniform_(0, 1);
    }

    /** {@link #normal_(double, double)} around 0 with deviation 1. */
    default Tensor normal_() {
        return normal_(0, 1);
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

    /** Copies values, converted and broadcast, from another tensor. */
    default Tensor copy_(Tensor source) {
        return CopyOps.copyInto((Tensor) this, source);
    }

    /** Sets every element. */
    default Tensor fill_(double value) {
        return CopyOps.fill((Tensor) this, value, (long) value);
    }

    /** Sets every element. */
    default Tensor fill_(long value) {
        return CopyOps.fill((Tensor) this, value, value);
    }

    /** Sets every element to the value of a tensor without dimensions, which gets the sum of the gradient. */
    default Tensor fill_(Tensor value) {
        return InPlace.apply("fill", (Tensor) this, x -> ArithmeticForms.fill(x, value));
    }

    /** Sets every element to zero. */
    default Tensor zero_() {
        return CopyOps.zero((Tensor) this);
    }

    /** {@link Tensor#maskedFill(Tensor, double)} in place. */
    default Tensor maskedFill_(Tensor mask, double value) {
        return InPlace.apply("masked_fill", (Tensor) this, x -> x.maskedFill(mask, value));
    }

    /** {@link Tensor#scatter(int, Tensor, Tensor)} in place. */
    default Tensor scatter_(int dim, Tensor index, Tensor source) {
        return InPlace.apply("scatter", (Tensor) this, x -> x.scatter(dim, index, source));
    }

    /** {@link Tensor#scatter(int, Tensor, double)} in place. */
    default Tensor scatter_(int dim, Tensor index, double value) {
        return InPlace.apply("scatter", (Tensor) this, x -> x.scatter(dim, index, value));
    }

    /** {@link Tensor#scatterAdd(int, Tensor, Tensor)} in place. */
    default Tensor scatterAdd_(int dim, Tensor index, Tensor source) {
        return InPlace.apply("scatter_add", (Tensor) this, x -> x.scatterAdd(dim, index, source));
    }

    /** {@link Tensor#indexAdd(int, Tensor, Tensor)} in place. */
    default Tensor indexAdd_(int dim, Tensor index, Tensor source) {
        return InPlace.apply("index_add", (Tensor) this, x -> x.indexAdd(dim, index, source));
    }

    /** {@link Tensor#indexCopy(int, Tensor, Tensor)} in place. */
    default Tensor indexCopy_(int dim, Tensor index, Tensor source) {
        return InPlace.apply("index_copy", (Tensor) this, x -> x.indexCopy(dim, index, source));
    }

    /** {@link Tensor#indexFill(int, Tensor, double)} in place. */
    default Tensor indexFill_(int dim, Tensor index, double value) {
        return InPlace.apply("index_fill", (Tensor) this, x -> x.indexFill(dim, index, value));
    }

    /** {@link Tensor#cumsum(int)} in place. */
    default Tensor cumsum_(int dim) {
        return InPlace.apply("cumsum", (Tensor) this, x -> x.cumsum(dim));
    }

    /** {@link Tensor#cumsum(int, DType)} in place; the dtype must be this tensor's. */
    default Tensor cumsum_(int dim, DType dtype) {
        InPlace.checkDType((Tensor) this, dtype);
        return cumsum_(dim);
    }

    /** {@link Tensor#cumprod(int, DType)} in place; the dtype must be this tensor's. */
    default Tensor cumprod_(int dim, DType dtype) {
        InPlace.checkDType((Tensor) this, dtype);
        return cumprod_(dim);
    }

    /** {@link Tensor#scatter(int, Tensor, Tensor, String)} in place. */
    default Tensor scatter_(int dim, Tensor index, Tensor source, String reduce) {
        return InPlace.apply("scatter", (Tensor) this, x -> x.scatter(dim, index, source, reduce));
    }

    /** {@link Tensor#scatter(int, Tensor, double, String)} in place. */
    default Tensor scatter_(int dim, Tensor index, double value, String reduce) {
        return InPlace.apply("scatter", (Tensor) this, x -> x.scatter(dim, index, value, reduce));
    }

    /** {@link Tensor#addmm(Tensor, Tensor)} in place. */
    default Tensor addmm_(Tensor a, Tensor b) {
        return InPlace.apply("addmm", (Tensor) this, x -> x.addmm(a, b));
    }

    /** {@link Tensor#addmm(Tensor, Tensor, double, double)} in place. */
    default Tensor addmm_(Tensor a, Tensor b, double beta, double alpha) {
        return InPlace.apply("addmm", (Tensor) this, x -> x.addmm(a, b, beta, alpha));
    }

    /** {@link Tensor#indexFill(int, Tensor, Tensor)} in place. */
    default Tensor indexFill_(int dim, Tensor index, Tensor value) {
        return InPlace.apply("index_fill", (Tensor) this, x -> x.indexFill(dim, index, value));
    }

    /** {@link Tensor#indexAdd(int, Tensor, Tensor, double)} in place. */
    default Tensor indexAdd_(int dim, Tensor index, Tensor source, double alpha) {
        return InPlace.apply("index_add", (Tensor) this, x -> x.indexAdd(dim, index, source, alpha));
    }

    /** {@link Tensor#cumprod(int)} in place. */
    default Tensor cumprod_(int dim) {
        return InPlace.apply("cumprod", (Tensor) this, x -> x.cumprod(dim));
    }

    /** {@link Tensor#maskedFill(Tensor, Tensor)} in place. */
    default Tensor maskedFill_(Tensor mask, Tensor value) {
        return InPlace.apply("masked_fill", (Tensor) this, x -> x.maskedFill(mask, value));
    }

    /** {@link Tensor#lerp(Tensor, Tensor)} in place. */
    default Tensor lerp_(Tensor end, Tensor weight) {
        return InPlace.apply("lerp", (Tensor) this, x -> x.lerp(end, weight));
    }

    /** Fills with uniform random numbers in [from, to). */
    default Tensor uniform_(double from, double to) {
        return uniform_(from, to, Generator.defaultGenerator());
    }

    /** Fills with uniform random numbers in [from, to). */
    default Tensor uniform_(double from, double to, Generator generator) {
        return CreationOps.randomInPlace(
                "uniform", (Tensor) this, generator, Distribution.UNIFORM, from, to, (long) from, (long) to);
    }

    /** Fills with normal random numbers. */
    default Tensor normal_(double mean, double std) {
        return normal_(mean, std, Generator.defaultGenerator());
    }

    /** Fills with normal random numbers. */
    default Tensor normal_(double mean, double std, Generator generator) {
        Sampling.checkDeviation(std);
        return CreationOps.randomInPlace("normal", (Tensor) this, generator, Distribution.NORMAL, mean, std, 0, 0);
    }

    /** Fills with 1 with probability p, else 0. */
    default Tensor bernoulli_(double p) {
        return bernoulli_(p, Generator.defaultGenerator());
    }

    /** Fills with 1 with probability p, else 0. */
    default Tensor bernoulli_(double p, Generator generator) {
        Sampling.checkProbability(p);
        return CreationOps.randomInPlace("bernoulli", (Tensor) this, generator, Distribution.BERNOULLI, p, 0, 0, 0);
    }
}
