package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.op.InPlace;
import dev.jgrad.op.Uniqueness;
import org.jspecify.annotations.Nullable;

/** Distinct values and sorted order. */
public sealed interface SetMethods permits Tensor {
    /**
     * Distinct values, with what was asked for and null elsewhere.
     *
     * @param inverse for each element the position of its value
     */
    record Distinct(
            Tensor values,
            @Nullable Tensor inverse,
            @Nullable Tensor counts) {}

    private static Distinct distinct(Uniqueness.Distinct d, boolean inverse, boolean counts) {
        return new Distinct(d.values(), inverse ? d.inverse() : null, counts ? d.counts() : null);
    }

    /** The distinct values, sorted. */
    default Tensor unique() {
        return Uniqueness.unique((Tensor) this, null).values();
    }

    /**
     * The distinct values, or slices along a dimension.
     *
     * @param sorted always true here: the result is sorted in any case
     */
    default Distinct unique(boolean sorted, boolean returnInverse, boolean returnCounts, @Nullable Integer dim) {
        return distinct(Uniqueness.unique((Tensor) this, dim), returnInverse, returnCounts);
    }

    /** One of each run of equal values, or of equal slices along a dimension. */
    default Distinct uniqueConsecutive(boolean returnInverse, boolean returnCounts, @Nullable Integer dim) {
        return distinct(Uniqueness.uniqueConsecutive((Tensor) this, dim), returnInverse, returnCounts);
    }

    /** Positions of elements that are not zero, one a row. */
    default Tensor argwhere() {
        return ((Tensor) this).nonzero();
    }

    /** Sorted along the first dimension. */
    default Tensor msort() {
        return ((Tensor) this).sort(0, false).values();
    }

    /** {@code logit} in place. */
    default Tensor logit_(@Nullable Double eps) {
        return InPlace.apply("logit", (Tensor) this, x -> eps == null ? x.logit() : x.logit(eps));
    }

    /** {@code nonzero} with a fixed number of rows: more are cut off, missing ones hold {@code fillValue}. */
    default Tensor nonzeroStatic(long size, long fillValue) {
        if (size < 0) {
            throw new ArgumentException("nonzero_static: 'size' must be an non-negative integer");
        }
        Tensor found = ((Tensor) this).nonzero();
        long missing = size - found.size(0);
        return missing <= 0
                ? found.narrow(0, 0, size).clone()
                : Tensors.cat(
                        0, found, found.newFull(TensorOptions.DEFAULT, new long[] {missing, found.size(1)}, fillValue));
    }

    /** {@link #nonzeroStatic(long, long)}, filled with -1. */
    default Tensor nonzeroStatic(long size) {
        return nonzeroStatic(size, -1);
    }
}
