package dev.jgrad.tensor;

import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Arrangement;
import dev.jgrad.op.InPlace;
import dev.jgrad.op.Shapes;
import java.util.List;

/** Parts of a tensor taken out, repeated, shifted, and put into copies. */
public sealed interface ArrangementMethods permits Tensor {
    /** A range of a dimension whose start is in a zero-dimensional tensor. */
    default Tensor narrow(int dim, Tensor start, long length) {
        return Arrangement.narrow((Tensor) this, dim, start, length);
    }

    /** Pieces of at most this size along dimension 0. */
    default List<Tensor> split(long size) {
        return ((Tensor) this).split(size, 0);
    }

    /** At most this many pieces of equal size along dimension 0. */
    default List<Tensor> chunk(int chunks) {
        return ((Tensor) this).chunk(chunks, 0);
    }

    /** All positions of dimension 0. */
    default List<Tensor> unbind() {
        return ((Tensor) this).unbind(0);
    }

    /** The flattened elements shifted, in the old shape. */
    default Tensor roll(long shifts) {
        return roll(new long[] {shifts}, new int[0]);
    }

    /** The elements shifted along several dimensions; along the flattened tensor where none is named. */
    default Tensor roll(long[] shifts, int[] dims) {
        return Shapes.roll((Tensor) this, shifts, dims);
    }

    /** Each element of the flattened tensor so many times. */
    default Tensor repeatInterleave(long repeats) {
        return ((Tensor) this).reshape(-1).repeatInterleave(repeats, 0);
    }

    /** Each position of a dimension so many times. */
    default Tensor repeatInterleave(long repeats, int dim) {
        return Arrangement.repeatInterleave((Tensor) this, repeats, dim);
    }

    /** Each element of the flattened tensor as often as the tensor of numbers says. */
    default Tensor repeatInterleave(Tensor repeats) {
        return ((Tensor) this).reshape(-1).repeatInterleave(repeats, 0);
    }

    /** Each position of a dimension as often as the tensor of numbers says. */
    default Tensor repeatInterleave(Tensor repeats, int dim) {
        return Arrangement.repeatInterleave((Tensor) this, repeats, dim);
    }

    /** {@link #repeatInterleave(Tensor, int)} into a dimension of a size known before. */
    default Tensor repeatInterleave(Tensor repeats, int dim, long outputSize) {
        Tensor out = repeatInterleave(repeats, dim);
        if (out.size(dim) != outputSize) {
            throw new ShapeException("repeat_interleave: Allocated size does not match required size: output_size "
                    + outputSize + ", repeats sum to " + out.size(dim));
        }
        return out;
    }

    /** The matrix transposed: for real numbers what {@link Tensor#T} is. */
    default Tensor H() {
        Tensor self = (Tensor) this;
        if (self.dim() != 0 && self.dim() != 2) {
            throw new ShapeException(
                    "tensor.H is only supported on matrices (2-D tensors). Got " + self.dim() + "-D tensor.");
        }
        return self.dim() == 0 ? self : self.transpose(0, 1);
    }

    /** Matrices transposed: for real numbers what {@link Tensor#mT} is. */
    default Tensor mH() {
        return ((Tensor) this).mT();
    }

    /** {@link #mH} under its other name. */
    default Tensor adjoint() {
        return mH();
    }

    /** A matrix with this flattened tensor as diagonal. */
    default Tensor diagflat(long offset) {
        return ((Tensor) this).reshape(-1).diagEmbed(offset, -2, -1);
    }

    /** The lower triangle of matrices. */
    default Tensor tril() {
        return ((Tensor) this).tril(0);
    }

    /** The upper triangle of matrices. */
    default Tensor triu() {
        return ((Tensor) this).triu(0);
    }

    /** {@link Tensor#swapaxes} on this tensor itself. */
    default Tensor swapaxes_(int axis0, int axis1) {
        return ((Tensor) this).transpose_(axis0, axis1);
    }

    /** {@link Tensor#swapdims} on this tensor itself. */
    default Tensor swapdims_(int dim0, int dim1) {
        return ((Tensor) this).transpose_(dim0, dim1);
    }

    /** {@link Tensor#tril()} in place. */
    default Tensor tril_() {
        return InPlace.apply("tril", (Tensor) this, x -> x.tril());
    }

    /** {@link Tensor#tril(long)} in place. */
    default Tensor tril_(long diagonal) {
        return InPlace.apply("tril", (Tensor) this, x -> x.tril(diagonal));
    }

    /** {@link Tensor#triu()} in place. */
    default Tensor triu_() {
        return InPlace.apply("triu", (Tensor) this, x -> x.triu());
    }

    /** {@link Tensor#triu(long)} in place. */
    default Tensor triu_(long diagonal) {
        return InPlace.apply("triu", (Tensor) this, x -> x.triu(diagonal));
    }
}
