package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.ReductionOps;
import dev.jgrad.spi.ReduceKind;

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

    /** Product of all elements. */
    default Tensor prod() {
        return ReductionOps.prod((Tensor) this, null, false, null);
    }

    /** Product over one dimension. */
    default Tensor prod(int dim, boolean keepDim) {
        return ReductionOps.prod((Tensor) this, new int[] {dim}, keepDim, null);
    }

    /** Greatest of all elements; equal ones share the gradient. */
    default Tensor max() {
        return ReductionOps.max((Tensor) this);
    }

    /** Least of all elements; equal ones share the gradient. */
    default Tensor min() {
        return ReductionOps.min((Tensor) this);
    }

    /** Greatest element along a dimension with its index. */
    default ValuesIndices max(int dim) {
        return max(dim, false);
    }

    /** Greatest element along a dimension with its index. */
    default ValuesIndices max(int dim, boolean keepDim) {
        return ValuesIndices.of(ReductionOps.extremeWithIndex((Tensor) this, true, dim, keepDim));
    }

    /** Least element along a dimension with its index. */
    default ValuesIndices min(int dim) {
        return min(dim, false);
    }

    /** Least element along a dimension with its index. */
    default ValuesIndices min(int dim, boolean keepDim) {
        return ValuesIndices.of(ReductionOps.extremeWithIndex((Tensor) this, false, dim, keepDim));
    }

    /** Greatest element over dimensions; equal ones share the gradient. */
    default Tensor amax(int[] dims, boolean keepDim) {
        return ReductionOps.amax((Tensor) this, dims, keepDim);
    }

    /** Least element over dimensions; equal ones share the gradient. */
    default Tensor amin(int[] dims, boolean keepDim) {
        return ReductionOps.amin((Tensor) this, dims, keepDim);
    }

    /** Index of the greatest element of the flattened tensor. */
    default Tensor argmax() {
        return ReductionOps.argExtreme((Tensor) this, true, null, false);
    }

    /** Index of the greatest element along a dimension. */
    default Tensor argmax(int dim) {
        return ReductionOps.argExtreme((Tensor) this, true, dim, false);
    }

    /** Index of the greatest element along a dimension. */
    default Tensor argmax(int dim, boolean keepDim) {
        return ReductionOps.argExtreme((Tensor) this, true, dim, keepDim);
    }

    /** Index of the least element of the flattened tensor. */
    default Tensor argmin() {
        return ReductionOps.argExtreme((Tensor) this, false, null, false);
    }

    /** Index of the least element along a dimension. */
    default Tensor argmin(int dim) {
        return ReductionOps.argExtreme((Tensor) this, false, dim, false);
    }

    /** Index of the least element along a dimension. */
    default Tensor argmin(int dim, boolean keepDim) {
        return ReductionOps.argExtreme((Tensor) this, false, dim, keepDim);
    }

    /** True when any element is not zero. */
    default Tensor any() {
        return ReductionOps.truth((Tensor) this, ReduceKind.ANY, new int[0], false);
    }

    /** True when any element along a dimension is not zero. */
    default Tensor any(int dim, boolean keepDim) {
        return ReductionOps.truth((Tensor) this, ReduceKind.ANY, new int[] {dim}, keepDim);
    }

    /** True when all elements are not zero. */
    default Tensor all() {
        return ReductionOps.truth((Tensor) this, ReduceKind.ALL, new int[0], false);
    }

    /** True when all elements along a dimension are not zero. */
    default Tensor all(int dim, boolean keepDim) {
        return ReductionOps.truth((Tensor) this, ReduceKind.ALL, new int[] {dim}, keepDim);
    }

    /** Number of elements that are not zero. */
    default Tensor countNonzero(int... dims) {
        return ReductionOps.countNonzero((Tensor) this, dims);
    }

    /** Unbiased variance of all elements. */
    default Tensor var() {
        return ReductionOps.var((Tensor) this, new int[0], 1, false);
    }

    /** Variance over dimensions (all when empty), divided by n - correction. */
    default Tensor var(int[] dims, double correction, boolean keepDim) {
        return ReductionOps.var((Tensor) this, dims, correction, keepDim);
    }

    /** Unbiased standard deviation of all elements. */
    default Tensor std() {
        return ReductionOps.std((Tensor) this, new int[0], 1, false);
    }

    /** Standard deviation over dimensions (all when empty), divided by n - correction. */
    default Tensor std(int[] dims, double correction, boolean keepDim) {
        return ReductionOps.std((Tensor) this, dims, correction, keepDim);
    }

    /** ln of the sum of e^x over dimensions. */
    default Tensor logsumexp(int[] dims, boolean keepDim) {
        return ReductionOps.logsumexp((Tensor) this, dims, keepDim);
    }

    /** Sum of all elements that are not NaN. */
    default Tensor nansum(int... dims) {
        return ReductionOps.nansum((Tensor) this, dims, false, null);
    }
}
