package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.IndexingOps;
import dev.jgrad.op.OrderOps;
import dev.jgrad.op.ScatterForms;
import dev.jgrad.op.Shapes;
import dev.jgrad.op.TernaryOps;
import dev.jgrad.spi.ScatterKind;
import java.util.List;

/** Reading and writing at positions, sorting, running sums. */
public sealed interface IndexingMethods permits Tensor {
    /** What Python writes as {@code this[index, ...]}. */
    default Tensor get(Index... index) {
        return Indexing.get((Tensor) this, index);
    }

    /** What Python writes as {@code this[i, j]}. */
    default Tensor get(long... positions) {
        return Indexing.get((Tensor) this, positions);
    }

    /** What Python writes as {@code this[index, ...] = value}. */
    default void set(Tensor value, Index... index) {
        Indexing.set((Tensor) this, value, index);
    }

    /** What Python writes as {@code this[index, ...] = value}. */
    default void set(double value, Index... index) {
        Indexing.set((Tensor) this, Tensors.scalarLike((Tensor) this, value, (long) value), index);
    }

    /** {@code out[i][j] = this[i][index[i][j]]} for dim 1. */
    default Tensor gather(int dim, Tensor index) {
        return IndexingOps.gather((Tensor) this, dim, index);
    }

    /** A copy with {@code source} written at the indices. */
    default Tensor scatter(int dim, Tensor index, Tensor source) {
        return IndexingOps.scatter((Tensor) this, dim, index, source, ScatterKind.SET, "ScatterBackward0");
    }

    /** A copy with a number written at the indices. */
    default Tensor scatter(int dim, Tensor index, double value) {
        return IndexingOps.scatterNumber((Tensor) this, dim, index, value, (long) value);
    }

    /** A copy with {@code source} added at the indices. */
    default Tensor scatterAdd(int dim, Tensor index, Tensor source) {
        return IndexingOps.scatter((Tensor) this, dim, index, source, ScatterKind.ADD, "ScatterAddBackward0");
    }

    /** Rows of a dimension by number. */
    default Tensor indexSelect(int dim, Tensor index) {
        return IndexingOps.indexSelect((Tensor) this, dim, index);
    }

    /** A copy with rows of {@code source} added. */
    default Tensor indexAdd(int dim, Tensor index, Tensor source) {
        return IndexingOps.indexAdd((Tensor) this, dim, index, source, 1);
    }

    /** A copy with rows of {@code alpha * source} added. */
    default Tensor indexAdd(int dim, Tensor index, Tensor source, double alpha) {
        return IndexingOps.indexAdd((Tensor) this, dim, index, source, alpha);
    }

    /** A copy with rows replaced. */
    default Tensor indexCopy(int dim, Tensor index, Tensor source) {
        return IndexingOps.indexCopy((Tensor) this, dim, index, source);
    }

    /** A copy with rows set to a number. */
    default Tensor indexFill(int dim, Tensor index, double value) {
        return IndexingOps.indexFill((Tensor) this, dim, index, value, (long) value);
    }

    /** A copy with {@code value} where the mask is true. */
    default Tensor maskedFill(Tensor mask, double value) {
        return TernaryOps.maskedFill((Tensor) this, mask, value, (long) value);
    }

    /** A copy with a zero-dimensional {@code value} where the mask is true. */
    default Tensor maskedFill(Tensor mask, Tensor value) {
        return TernaryOps.maskedFill((Tensor) this, mask, value);
    }

    /** The elements where the mask is true. */
    default Tensor maskedSelect(Tensor mask) {
        return IndexingOps.maskedSelect((Tensor) this, mask);
    }

    /** The index tuples of elements that are not zero. */
    default Tensor nonzero() {
        return IndexingOps.nonzero((Tensor) this);
    }

    /** The positions of elements that are not zero, one tensor a dimension, ready to index with. */
    default List<Tensor> nonzeroAsTuple() {
        Tensor self = (Tensor) this;
        return (self.dim() == 0 ? self.reshape(1) : self).nonzero().unbind(1);
    }

    /** A copy with {@code source} combined at the indices: {@code add} or {@code multiply}; it has no gradient. */
    default Tensor scatter(int dim, Tensor index, Tensor source, String reduce) {
        return ScatterForms.combined((Tensor) this, dim, index, source, reduce);
    }

    /** A copy with a number combined at the indices: {@code add} or {@code multiply}; it has no gradient. */
    default Tensor scatter(int dim, Tensor index, double value, String reduce) {
        Tensor source = Tensors.scalarLike((Tensor) this, value, (long) value)
                .expand(index.shape().toArray());
        return ScatterForms.combined((Tensor) this, dim, index, source, reduce);
    }

    /** A copy with rows set to the value of a zero-dimensional tensor. */
    default Tensor indexFill(int dim, Tensor index, Tensor value) {
        return ScatterForms.indexFill((Tensor) this, dim, index, value);
    }

    /** The elements in reverse order along dimensions. */
    default Tensor flip(int... dims) {
        return Shapes.flip((Tensor) this, dims);
    }

    /** The elements shifted along a dimension, those at the end coming in at the start. */
    default Tensor roll(long shift, int dim) {
        return Shapes.roll((Tensor) this, shift, dim);
    }

    /** Copies of the tensor along each dimension. */
    default Tensor repeat(long... repeats) {
        return Shapes.repeat((Tensor) this, repeats);
    }

    /** Sorted along a dimension, with indices. */
    default ValuesIndices sort(int dim, boolean descending) {
        return ValuesIndices.of("sort", OrderOps.sort((Tensor) this, dim, descending));
    }

    /** Sorted along the last dimension in ascending order, with indices. */
    default ValuesIndices sort() {
        return sort(-1, false);
    }

    /** Sorted along a dimension in ascending order, with indices. */
    default ValuesIndices sort(int dim) {
        return sort(dim, false);
    }

    /** Sorted along a dimension, with indices. Sorting is stable whether one asks for it or not. */
    default ValuesIndices sort(int dim, boolean descending, boolean stable) {
        return sort(dim, descending);
    }

    /** Indices that sort along the last dimension in ascending order. */
    default Tensor argsort() {
        return argsort(-1, false);
    }

    /** Indices that sort along a dimension. Sorting is stable whether one asks for it or not. */
    default Tensor argsort(int dim, boolean descending, boolean stable) {
        return argsort(dim, descending);
    }

    /** Indices that sort along a dimension. */
    default Tensor argsort(int dim, boolean descending) {
        return sort(dim, descending).indices();
    }

    /** The k greatest (or least) elements along a dimension, with indices. */
    default ValuesIndices topk(int k, int dim, boolean largest) {
        return ValuesIndices.of("topk", OrderOps.topk((Tensor) this, k, dim, largest));
    }

    /** {@link #topk(int, int, boolean)}; sorted in any case, also where the order is left open. */
    default ValuesIndices topk(int k, int dim, boolean largest, boolean sorted) {
        return topk(k, dim, largest);
    }

    /** The k greatest elements of the last dimension, with indices. */
    default ValuesIndices topk(int k) {
        return topk(k, -1, true);
    }

    /** Running sum along a dimension. */
    default Tensor cumsum(int dim) {
        return OrderOps.cumsum((Tensor) this, dim);
    }

    /** Running sum along a dimension, converted first. */
    default Tensor cumsum(int dim, DType dtype) {
        return ((Tensor) this).to(dtype).cumsum(dim).to(dtype);
    }

    /** Running product along a dimension, converted first. */
    default Tensor cumprod(int dim, DType dtype) {
        return ((Tensor) this).to(dtype).cumprod(dim).to(dtype);
    }

    /** Running product along a dimension. */
    default Tensor cumprod(int dim) {
        return OrderOps.cumprod((Tensor) this, dim);
    }

    /** The lower triangle of matrices. */
    default Tensor tril(long diagonal) {
        return Shapes.triangle((Tensor) this, diagonal, true);
    }

    /** The upper triangle of matrices. */
    default Tensor triu(long diagonal) {
        return Shapes.triangle((Tensor) this, diagonal, false);
    }
}
