package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Kernels that combine elements along dimensions. Results keep the rank of the input, with size 1 where a dimension is
 * reduced: a dimension is reduced exactly when the sizes differ or both are 1.
 */
public interface ReductionKernels {
    /**
     * Reduces {@code in} to {@code out}; elements convert to {@code outDType} before they are combined (ANY, ALL and
     * COUNT_NONZERO look at the input's own values).
     */
    void reduce(
            Stream stream,
            ReduceKind kind,
            DType outDType,
            Buffer out,
            Layout outLayout,
            DType inDType,
            Buffer in,
            Layout inLayout);

    /**
     * Greatest ({@code largest}) or least element along {@code dim} with its int64 index, the first among equals; NaN
     * wins. {@code values} may be null when only indices are wanted.
     */
    void reduceWithIndex(
            Stream stream,
            boolean largest,
            DType dtype,
            @Nullable Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim);

    /**
     * Variance and mean over the reduced dimensions (Welford or two passes), divided by {@code max(0, n - correction)}.
     * Floating dtypes; {@code mean} may be null.
     */
    void varMean(
            Stream stream,
            DType dtype,
            Buffer variance,
            @Nullable Buffer mean,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            double correction);

    /** Runs along {@code dim}; {@code indices} (int64) is given for CUMMAX and CUMMIN only. Dtypes are the same. */
    void scan(
            Stream stream,
            ScanKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer indices,
            @Nullable Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim);

    /** Stable sort along {@code dim}, with int64 indices; NaN counts as greatest. */
    void sort(
            Stream stream,
            DType dtype,
            Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            boolean descending);

    /** The k first of the sorted order along {@code dim}; out sizes have k there. */
    void topk(
            Stream stream,
            DType dtype,
            Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            boolean largest);

    /**
     * For each value (any sizes) the int64 position at which it would be inserted into the sorted last dimension of
     * {@code boundaries} (1-d, or with the leading sizes of {@code values}); {@code right} as in PyTorch's bucketize.
     */
    void searchSorted(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer boundaries,
            Layout boundariesLayout,
            Buffer values,
            Layout valuesLayout,
            boolean right);
}
