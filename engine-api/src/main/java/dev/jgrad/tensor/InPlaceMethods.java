package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.ArithmeticForms;
import dev.jgrad.op.CopyOps;
import dev.jgrad.op.InPlace;
import dev.jgrad.op.ShapeInPlace;

/**
 * Operations that overwrite the tensor with values of others, at positions or by a rule of its own, and return it; their names
 * end in an underscore.
 */
public sealed interface InPlaceMethods permits Tensor {
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
}
