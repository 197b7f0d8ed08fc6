package dev.jgrad.tensor;

import dev.jgrad.op.AdvancedIndexing;
import dev.jgrad.op.Autocasting;
import dev.jgrad.op.InPlace;
import dev.jgrad.op.Placing;
import dev.jgrad.op.ScatterReduction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements by position, and values combined or written at positions; more of {@link IndexingMethods}. */
public sealed interface PlacingMethods permits Tensor {
    /** Elements of the flattened tensor; positions may count from the end. */
    default Tensor take(Tensor index) {
        return Placing.take((Tensor) this, index);
    }

    /** {@code gather} of the flattened tensor. */
    default Tensor takeAlongDim(Tensor indices) {
        return Placing.takeAlongDim((Tensor) this, indices, null);
    }

    /** {@code gather} along a dimension, with broadcasting over the others. */
    default Tensor takeAlongDim(Tensor indices, @Nullable Integer dim) {
        return Placing.takeAlongDim((Tensor) this, indices, dim);
    }

    /** A copy with elements of the flattened tensor replaced, or added to. */
    default Tensor put(Tensor index, Tensor source, boolean accumulate) {
        return Placing.put((Tensor) this, index, source, accumulate);
    }

    /** {@link #put} in place. */
    default Tensor put_(Tensor index, Tensor source, boolean accumulate) {
        return InPlace.apply("put", (Tensor) this, x -> Placing.put(x, index, source, accumulate));
    }

    /** A copy with {@code self[indices] = values}, or += ; null takes a dimension whole. */
    default Tensor indexPut(List<? extends @Nullable Tensor> indices, Tensor values, boolean accumulate) {
        Tensor self = (Tensor) this;
        if (Autocasting.applies("index_put", self)) {
            return Autocasting.run("index_put", in -> in[0].indexPut(indices, in[1], accumulate), self, values);
        }
        return AdvancedIndexing.put(self, Placing.positions(self, indices), values, accumulate);
    }

    /** {@link #indexPut} in place. */
    default Tensor indexPut_(List<? extends @Nullable Tensor> indices, Tensor values, boolean accumulate) {
        Tensor self = (Tensor) this;
        return AdvancedIndexing.put_(self, Placing.positions(self, indices), values, accumulate);
    }

    /** A copy with the masked elements replaced by the first elements of the source, in order. */
    default Tensor maskedScatter(Tensor mask, Tensor source) {
        return Placing.maskedScatter((Tensor) this, mask, source);
    }

    /** {@link #maskedScatter} in place. */
    default Tensor maskedScatter_(Tensor mask, Tensor source) {
        return InPlace.apply("masked_scatter", (Tensor) this, x -> Placing.maskedScatter(x, mask, source));
    }

    /**
     * A copy with values combined at positions along a dimension.
     *
     * @param reduce {@code "sum"}, {@code "prod"}, {@code "mean"}, {@code "amax"} or {@code "amin"}
     * @param includeSelf whether the old values count
     */
    default Tensor scatterReduce(int dim, Tensor index, Tensor src, String reduce, boolean includeSelf) {
        return ScatterReduction.scatterReduce((Tensor) this, dim, index, src, reduce, includeSelf);
    }

    /** {@link #scatterReduce} in place. */
    default Tensor scatterReduce_(int dim, Tensor index, Tensor src, String reduce, boolean includeSelf) {
        return InPlace.apply(
                "scatter_reduce",
                (Tensor) this,
                x -> ScatterReduction.scatterReduce(x, dim, index, src, reduce, includeSelf));
    }

    /** {@link #scatterReduce} of whole slices; reduce is not {@code "sum"}, which is {@code indexAdd}. */
    default Tensor indexReduce(int dim, Tensor index, Tensor source, String reduce, boolean includeSelf) {
        return ScatterReduction.indexReduce((Tensor) this, dim, index, source, reduce, includeSelf);
    }

    /** {@link #indexReduce} in place. */
    default Tensor indexReduce_(int dim, Tensor index, Tensor source, String reduce, boolean includeSelf) {
        return InPlace.apply(
                "index_reduce",
                (Tensor) this,
                x -> ScatterReduction.indexReduce(x, dim, index, source, reduce, includeSelf));
    }

    /** A copy with {@code select(dim, index)} replaced. */
    default Tensor selectScatter(Tensor src, int dim, long index) {
        return Placing.viewScatter("SelectScatterBackward0", (Tensor) this, src, x -> x.select(dim, index));
    }

    /** A copy with {@code slice(dim, start, end, step)} replaced. */
    default Tensor sliceScatter(Tensor src, int dim, @Nullable Long start, @Nullable Long end, long step) {
        long from = start == null ? 0 : start;
        long to = end == null ? Long.MAX_VALUE : end;
        return Placing.viewScatter("SliceScatterBackward0", (Tensor) this, src, x -> x.slice(dim, from, to, step));
    }

    /** A copy with {@code diagonal(offset, dim1, dim2)} replaced. */
    default Tensor diagonalScatter(Tensor src, long offset, int dim1, int dim2) {
        return Placing.viewScatter("DiagonalScatterBackward0", (Tensor) this, src, x -> x.diagonal(offset, dim1, dim2));
    }
}
