package dev.jgrad.tensor;

import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Rearranging;
import dev.jgrad.op.ShapeInPlace;
import dev.jgrad.op.ViewOps;
import java.util.List;

/** Rotations, diagonals, tiles, splits, and changes of shape in place. */
public sealed interface RearrangementMethods permits Tensor {
    /** {@link #rot90(int, int...)} once, from dimension 0 towards 1. */
    default Tensor rot90() {
        return rot90(1, 0, 1);
    }

    /** A plane turned by k quarter turns, from the first of two dimensions towards the second. */
    default Tensor rot90(int k, int... dims) {
        return Rearranging.rot90((Tensor) this, k, dims);
    }

    /** Reversed along dimension 1. */
    default Tensor fliplr() {
        Tensor self = (Tensor) this;
        if (self.dim() < 2) {
            throw new ShapeException("Input must be >= 2-d.");
        }
        return self.flip(1);
    }

    /** Reversed along dimension 0. */
    default Tensor flipud() {
        Tensor self = (Tensor) this;
        if (self.dim() < 1) {
            throw new ShapeException("Input must be >= 1-d.");
        }
        return self.flip(0);
    }

    /** The diagonal of a matrix, or the matrix with this vector as its diagonal. */
    default Tensor diag() {
        return diag(0);
    }

    /** {@link #diag()} above (positive) or below the main diagonal. */
    default Tensor diag(long diagonal) {
        return Rearranging.diag((Tensor) this, diagonal);
    }

    /** Vectors of the last dimension as diagonals of matrices in the last two. */
    default Tensor diagEmbed() {
        return diagEmbed(0, -2, -1);
    }

    /** Vectors of the last dimension as diagonals of matrices in two dimensions. */
    default Tensor diagEmbed(long offset, int dim1, int dim2) {
        return Rearranging.diagEmbed((Tensor) this, offset, dim1, dim2);
    }

    /** The sum of the diagonal of a matrix. */
    default Tensor trace() {
        return Rearranging.trace((Tensor) this);
    }

    /** Copies side by side; missing numbers count as 1 for the first dimensions. */
    default Tensor tile(long... dims) {
        return Rearranging.tile((Tensor) this, dims);
    }

    /** All elements as a vector, a view where it can be one. */
    default Tensor ravel() {
        return ((Tensor) this).contiguous().view(-1);
    }

    /** Numpy's name for {@code transpose}. */
    default Tensor swapaxes(int axis0, int axis1) {
        return ((Tensor) this).transpose(axis0, axis1);
    }

    /** Another name for {@code transpose}. */
    default Tensor swapdims(int dim0, int dim1) {
        return ((Tensor) this).transpose(dim0, dim1);
    }

    /** Another name for {@code movedim}. */
    default Tensor moveaxis(int source, int destination) {
        return ((Tensor) this).movedim(source, destination);
    }

    /** Another name for {@code movedim}. */
    default Tensor moveaxis(int[] source, int[] destination) {
        return ((Tensor) this).movedim(source, destination);
    }

    /** So many pieces along a dimension, sizes as equal as they can be. */
    default List<Tensor> tensorSplit(long sections, int dim) {
        return Rearranging.tensorSplit((Tensor) this, sections, dim);
    }

    /** Pieces along a dimension that end at these positions, and the rest. */
    default List<Tensor> tensorSplit(long[] indices, int dim) {
        return Rearranging.tensorSplit((Tensor) this, indices, dim);
    }

    /** Positions in a tensor, or the number of pieces in a tensor without dimensions. */
    default List<Tensor> tensorSplit(Tensor tensorIndicesOrSections, int dim) {
        return Rearranging.tensorSplit((Tensor) this, tensorIndicesOrSections, dim);
    }

    /** Pieces of these sizes. */
    default List<Tensor> splitWithSizes(long[] splitSizes, int dim) {
        return ((Tensor) this).split(splitSizes, dim);
    }

    /** {@link #tensorSplit(long, int)} along dimension 1, of vectors along 0. */
    default List<Tensor> hsplit(long sections) {
        return evenly("hsplit", sections, splitDim(1));
    }

    /** {@link #tensorSplit(long[], int)} along dimension 1, of vectors along 0. */
    default List<Tensor> hsplit(long[] indices) {
        return tensorSplit(indices, splitDim(1));
    }

    /** {@link #tensorSplit(long, int)} along dimension 0. */
    default List<Tensor> vsplit(long sections) {
        return evenly("vsplit", sections, splitDim(2));
    }

    /** {@link #tensorSplit(long[], int)} along dimension 0. */
    default List<Tensor> vsplit(long[] indices) {
        return tensorSplit(indices, splitDim(2));
    }

    /** {@link #tensorSplit(long, int)} along dimension 2. */
    default List<Tensor> dsplit(long sections) {
        return evenly("dsplit", sections, splitDim(3));
    }

    /** {@link #tensorSplit(long[], int)} along dimension 2. */
    default List<Tensor> dsplit(long[] indices) {
        return tensorSplit(indices, splitDim(3));
    }

    private List<Tensor> evenly(String op, long sections, int dim) {
        long size = ((Tensor) this).size(dim);
        if (sections == 0 || size % sections != 0) {
            throw new ShapeException(
                    "torch." + op + " attempted to split along dimension " + dim + ", but the size of the dimension "
                            + size + " is not divisible by the split_size " + sections + "!");
        }
        return tensorSplit(sections, dim);
    }

    private int splitDim(int needed) {
        int rank = ((Tensor) this).dim();
        if (rank < needed) {
            throw new ShapeException("torch." + (needed == 1 ? "h" : needed == 2 ? "v" : "d")
                    + "split requires a tensor with at least " + needed + " dimension but got a tensor with " + rank
                    + " dimensions!");
        }
        return needed == 1 ? (rank == 1 ? 0 : 1) : needed == 2 ? 0 : 2;
    }

    /** This tensor with at least one dimension. */
    default Tensor atleast1d() {
        Tensor self = (Tensor) this;
        return self.dim() == 0 ? self.reshape(1) : self;
    }

    /** This tensor with at least two dimensions; a vector becomes a row. */
    default Tensor atleast2d() {
        Tensor self = (Tensor) this;
        return switch (self.dim()) {
            case 0 -> self.reshape(1, 1);
            case 1 -> self.unsqueeze(0);
            default -> self;
        };
    }

    /** This tensor with at least three dimensions; a vector takes the middle one, a matrix the first two. */
    default Tensor atleast3d() {
        Tensor self = (Tensor) this;
        return switch (self.dim()) {
            case 0 -> self.reshape(1, 1, 1);
            case 1 -> self.unsqueeze(0).unsqueeze(-1);
            case 2 -> self.unsqueeze(-1);
            default -> self;
        };
    }

    /** {@code squeeze} in place. */
    default Tensor squeeze_() {
        return ShapeInPlace.apply("squeeze", (Tensor) this, ViewOps::squeeze);
    }

    /** {@code squeeze} in place. */
    default Tensor squeeze_(int dim) {
        return ShapeInPlace.apply("squeeze", (Tensor) this, x -> x.squeeze(dim));
    }

    /** {@code squeeze} in place. */
    default Tensor squeeze_(int[] dims) {
        return ShapeInPlace.apply("squeeze", (Tensor) this, x -> x.squeeze(dims));
    }

    /** {@code unsqueeze} in place. */
    default Tensor unsqueeze_(int dim) {
        return ShapeInPlace.apply("unsqueeze", (Tensor) this, x -> x.unsqueeze(dim));
    }

    /** {@code transpose} in place. */
    default Tensor transpose_(int dim0, int dim1) {
        return ShapeInPlace.apply("transpose", (Tensor) this, x -> x.transpose(dim0, dim1));
    }

    /** {@code t} in place. */
    default Tensor t_() {
        return ShapeInPlace.apply("t", (Tensor) this, Tensor::t);
    }
}
