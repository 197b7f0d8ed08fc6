package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.Extremes;
import dev.jgrad.op.ReductionOps;
import dev.jgrad.op.Spread;
import dev.jgrad.op.Variance;
import dev.jgrad.spi.ReduceKind;
import org.jspecify.annotations.Nullable;

/** Combinations of elements along dimensions. Negative dimensions count from the end. */
public sealed interface ReductionMethods permits Tensor {
    /** Sum of all elements. */
    default Tensor sum() {
        return ReductionOps.sum((Tensor) this, new int[0], false, null);
    }

    /** Sum of all elements, converted first. */
    default Tensor sum(DType dtype) {
        return ReductionOps.sum((Tensor) this, new int[0], false, dtype);
    }

    /** Sum over dimensions. */
    default Tensor sum(int... dims) {
        return ReductionOps.sum((Tensor) this, dims, false, null);
    }

    /** Sum over dimensions (all when empty), which keep size 1 when {@code keepDim}. */
    default Tensor sum(int[] dims, boolean keepDim) {
        return ReductionOps.sum((Tensor) this, dims, keepDim, null);
    }

    /** Sum over one dimension. */
    default Tensor sum(int dim, boolean keepDim) {
        return ReductionOps.sum((Tensor) this, new int[] {dim}, keepDim, null);
    }

    /** Sum over dimensions (all when empty), converted first when a dtype is given. */
    default Tensor sum(int[] dims, boolean keepDim, @Nullable DType dtype) {
        return ReductionOps.sum((Tensor) this, dims, keepDim, dtype);
    }

    /** Sums to a shape from which this one was broadcast. */
    default Tensor sumToSize(long... sizes) {
        return ReductionOps.sumToSize((Tensor) this, sizes);
    }

    /** Mean of all elements. */
    default Tensor mean() {
        return ReductionOps.mean((Tensor) this, new int[0], false, null);
    }

    /** Mean over dimensions. */
    default Tensor mean(int... dims) {
        return ReductionOps.mean((Tensor) this, dims, false, null);
    }

    /** Mean over dimensions (all when empty). */
    default Tensor mean(int[] dims, boolean keepDim) {
        return ReductionOps.mean((Tensor) this, dims, keepDim, null);
    }

    /** Mean over one dimension. */
    default Tensor mean(int dim, boolean keepDim) {
        return ReductionOps.mean((Tensor) this, new int[] {dim}, keepDim, null);
    }

    /** Mean of all elements, converted first. */
    default Tensor mean(DType dtype) {
        return ReductionOps.mean((Tensor) this, new int[0], false, dtype);
    }

    /** Mean over dimensions (all when empty), converted first when a dtype is given. */
    default Tensor mean(int[] dims, boolean keepDim, @Nullable DType dtype) {
        return ReductionOps.mean((Tensor) this, dims, keepDim, dtype);
    }

    /** Product of all elements. */
    default Tensor prod() {
        return ReductionOps.prod((Tensor) this, null, false, null);
    }

    /** Product over one dimension. */
    default Tensor prod(int dim, boolean keepDim) {
        return ReductionOps.prod((Tensor) this, new int[] {dim}, keepDim, null);
    }

    /** Product of all elements, converted first. */
    default Tensor prod(DType dtype) {
        return ReductionOps.prod((Tensor) this, null, false, dtype);
    }

    /** Product over one dimension. */
    default Tensor prod(int dim) {
        return prod(dim, false);
    }

    /** Product over one dimension, converted first when a dtype is given. */
    default Tensor prod(int dim, boolean keepDim, @Nullable DType dtype) {
        return ReductionOps.prod((Tensor) this, new int[] {dim}, keepDim, dtype);
    }

    /** Greatest of all elements; equal ones share the gradient. */
    default Tensor max() {
        return Extremes.max((Tensor) this);
    }

    /** Least of all elements; equal ones share the gradient. */
    default Tensor min() {
        return Extremes.min((Tensor) this);
    }

    /** Greatest element along a dimension with its index. */
    default ValuesIndices max(int dim) {
        return max(dim, false);
    }

    /** Greatest element along a dimension with its index. */
    default ValuesIndices max(int dim, boolean keepDim) {
        return ValuesIndices.of("max", Extremes.extremeWithIndex((Tensor) this, true, dim, keepDim));
    }

    /** Least element along a dimension with its index. */
    default ValuesIndices min(int dim) {
        return min(dim, false);
    }

    /** Least element along a dimension with its index. */
    default ValuesIndices min(int dim, boolean keepDim) {
        return ValuesIndices.of("min", Extremes.extremeWithIndex((Tensor) this, false, dim, keepDim));
    }

    /** The greater of two elements each: {@link Tensor#maximum}. */
    default Tensor max(Tensor other) {
        return ((Tensor) this).maximum(other);
    }

    /** The lesser of two elements each: {@link Tensor#minimum}. */
    default Tensor min(Tensor other) {
        return ((Tensor) this).minimum(other);
    }

    /** Least and greatest of all elements. */
    default MinMax aminmax() {
        return Extremes.aminmax((Tensor) this, null, false);
    }

    /** Least and greatest element along a dimension. */
    default MinMax aminmax(int dim, boolean keepDim) {
        return Extremes.aminmax((Tensor) this, dim, keepDim);
    }

    /** Greatest element over dimensions; equal ones share the gradient. */
    default Tensor amax(int[] dims, boolean keepDim) {
        return Extremes.amax((Tensor) this, dims, keepDim);
    }

    /** Least element over dimensions; equal ones share the gradient. */
    default Tensor amin(int[] dims, boolean keepDim) {
        return Extremes.amin((Tensor) this, dims, keepDim);
    }

    /** Greatest element over dimensions (all when none is named); equal ones share the gradient. */
    default Tensor amax(int... dims) {
        return amax(dims, false);
    }

    /** Least element over dimensions (all when none is named); equal ones share the gradient. */
    default Tensor amin(int... dims) {
        return amin(dims, false);
    }

    /** Index of the greatest element of the flattened tensor. */
    default Tensor argmax() {
        return Extremes.argExtreme((Tensor) this, true, null, false);
    }

    /** Index of the greatest element along a dimension. */
    default Tensor argmax(int dim) {
        return Extremes.argExtreme((Tensor) this, true, dim, false);
    }

    /** Index of the greatest element along a dimension. */
    default Tensor argmax(int dim, boolean keepDim) {
        return Extremes.argExtreme((Tensor) this, true, dim, keepDim);
    }

    /** Index of the greatest element of the flattened tensor; all dimensions keep size 1 when {@code keepDim}. */
    default Tensor argmax(boolean keepDim) {
        return Extremes.argExtreme((Tensor) this, true, null, keepDim);
    }

    /** Index of the least element of the flattened tensor. */
    default Tensor argmin() {
        return Extremes.argExtreme((Tensor) this, false, null, false);
    }

    /** Index of the least element along a dimension. */
    default Tensor argmin(int dim) {
        return Extremes.argExtreme((Tensor) this, false, dim, false);
    }

    /** Index of the least element along a dimension. */
    default Tensor argmin(int dim, boolean keepDim) {
        return Extremes.argExtreme((Tensor) this, false, dim, keepDim);
    }

    /** Index of the least element of the flattened tensor; all dimensions keep size 1 when {@code keepDim}. */
    default Tensor argmin(boolean keepDim) {
        return Extremes.argExtreme((Tensor) this, false, null, keepDim);
    }

    /** True when any element is not zero. */
    default Tensor any() {
        return ReductionOps.truth((Tensor) this, ReduceKind.ANY, new int[0], false);
    }

    /** True when any element along a dimension is not zero. */
    default Tensor any(int dim, boolean keepDim) {
        return ReductionOps.truth((Tensor) this, ReduceKind.ANY, new int[] {dim}, keepDim);
    }

    /** True when any element along dimensions (all when none is named) is not zero. */
    default Tensor any(int... dims) {
        return any(dims, false);
    }

    /** True when any element along dimensions (all when empty) is not zero. */
    default Tensor any(int[] dims, boolean keepDim) {
        return ReductionOps.truth((Tensor) this, ReduceKind.ANY, dims, keepDim);
    }

    /** True when all elements are not zero. */
    default Tensor all() {
        return ReductionOps.truth((Tensor) this, ReduceKind.ALL, new int[0], false);
    }

    /** True when all elements along a dimension are not zero. */
    default Tensor all(int dim, boolean keepDim) {
        return ReductionOps.truth((Tensor) this, ReduceKind.ALL, new int[] {dim}, keepDim);
    }

    /** True when all elements along dimensions (all when none is named) are not zero. */
    default Tensor all(int... dims) {
        return all(dims, false);
    }

    /** True when all elements along dimensions (all when empty) are not zero. */
    default Tensor all(int[] dims, boolean keepDim) {
        return ReductionOps.truth((Tensor) this, ReduceKind.ALL, dims, keepDim);
    }

    /** Number of elements that are not zero. */
    default Tensor countNonzero(int... dims) {
        return ReductionOps.countNonzero((Tensor) this, dims);
    }

    /** Unbiased variance of all elements. */
    default Tensor var() {
        return Variance.var((Tensor) this, new int[0], 1, false);
    }

    /** Variance over dimensions (all when empty), divided by n - correction. */
    default Tensor var(int[] dims, double correction, boolean keepDim) {
        return Variance.var((Tensor) this, dims, correction, keepDim);
    }

    /** Variance of all elements, divided by n - 1 when unbiased, else by n. */
    default Tensor var(boolean unbiased) {
        return var(new int[0], unbiased, false);
    }

    /** Unbiased variance over dimensions. */
    default Tensor var(int... dims) {
        return var(dims, true, false);
    }

    /** Variance over dimensions (all when empty), divided by n - 1 when unbiased, else by n. */
    default Tensor var(int[] dims, boolean unbiased, boolean keepDim) {
        return Variance.var((Tensor) this, dims, unbiased ? 1 : 0, keepDim);
    }

    /** Unbiased standard deviation of all elements. */
    default Tensor std() {
        return Variance.std((Tensor) this, new int[0], 1, false);
    }

    /** Standard deviation over dimensions (all when empty), divided by n - correction. */
    default Tensor std(int[] dims, double correction, boolean keepDim) {
        return Variance.std((Tensor) this, dims, correction, keepDim);
    }

    /** Standard deviation of all elements, divided by n - 1 when unbiased, else by n. */
    default Tensor std(boolean unbiased) {
        return std(new int[0], unbiased, false);
    }

    /** Unbiased standard deviation over dimensions. */
    default Tensor std(int... dims) {
        return std(dims, true, false);
    }

    /** Standard deviation over dimensions (all when empty), divided by n - 1 when unbiased, else by n. */
    default Tensor std(int[] dims, boolean unbiased, boolean keepDim) {
        return Variance.std((Tensor) this, dims, unbiased ? 1 : 0, keepDim);
    }

    /** Unbiased variance and mean of all elements. */
    default VarMean varMean() {
        return varMean(new int[0], 1, false);
    }

    /** Variance and mean of all elements, divided by n - 1 when unbiased, else by n. */
    default VarMean varMean(boolean unbiased) {
        return varMean(new int[0], unbiased, false);
    }

    /** Variance and mean over dimensions (all when empty), divided by n - 1 when unbiased, else by n. */
    default VarMean varMean(int[] dims, boolean unbiased, boolean keepDim) {
        return varMean(dims, unbiased ? 1 : 0, keepDim);
    }

    /** Variance and mean over dimensions (all when empty), divided by n - correction. */
    default VarMean varMean(int[] dims, double correction, boolean keepDim) {
        return Spread.varMean((Tensor) this, dims, correction, keepDim);
    }

    /** Unbiased standard deviation and mean of all elements. */
    default StdMean stdMean() {
        return stdMean(new int[0], 1, false);
    }

    /** Standard deviation and mean of all elements, divided by n - 1 when unbiased, else by n. */
    default StdMean stdMean(boolean unbiased) {
        return stdMean(new int[0], unbiased, false);
    }

    /** Standard deviation and mean over dimensions (all when empty), divided by n - 1 when unbiased, else by n. */
    default StdMean stdMean(int[] dims, boolean unbiased, boolean keepDim) {
        return stdMean(dims, unbiased ? 1 : 0, keepDim);
    }

    /** Standard deviation and mean over dimensions (all when empty), divided by n - correction. */
    default StdMean stdMean(int[] dims, double correction, boolean keepDim) {
        return Spread.stdMean((Tensor) this, dims, correction, keepDim);
    }

    /** ln of the sum of e^x over dimensions. */
    default Tensor logsumexp(int[] dims, boolean keepDim) {
        return ReductionOps.logsumexp((Tensor) this, dims, keepDim);
    }

    /** ln of the sum of e^x over one dimension. */
    default Tensor logsumexp(int dim, boolean keepDim) {
        return logsumexp(new int[] {dim}, keepDim);
    }

    /** Sum of all elements that are not NaN. */
    default Tensor nansum(int... dims) {
        return ReductionOps.nansum((Tensor) this, dims, false, null);
    }

    /** Sum over dimensions (all when empty) of what is not NaN, converted first when a dtype is given. */
    default Tensor nansum(int[] dims, boolean keepDim, @Nullable DType dtype) {
        return ReductionOps.nansum((Tensor) this, dims, keepDim, dtype);
    }
}
