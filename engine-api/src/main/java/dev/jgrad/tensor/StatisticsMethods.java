package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.op.Differences;
import dev.jgrad.op.Histograms;
import dev.jgrad.op.OrderStatistics;
import dev.jgrad.op.RunningExtremes;
import org.jspecify.annotations.Nullable;

/** Medians, quantiles, running extremes, counts, covariance, differences. */
public sealed interface StatisticsMethods permits Tensor {
    /** The median of all elements, the lower one of two; NaN wins. */
    default Tensor median() {
        return OrderStatistics.median((Tensor) this, false);
    }

    /** The median along a dimension with its position. */
    default ValuesIndices median(int dim) {
        return median(dim, false);
    }

    /** The median along a dimension with its position. */
    default ValuesIndices median(int dim, boolean keepDim) {
        return ValuesIndices.of("median", OrderStatistics.median((Tensor) this, dim, keepDim, false));
    }

    /** The median of all elements that are not NaN. */
    default Tensor nanmedian() {
        return OrderStatistics.median((Tensor) this, true);
    }

    /** The median along a dimension without NaN, with its position. */
    default ValuesIndices nanmedian(int dim, boolean keepDim) {
        return ValuesIndices.of("nanmedian", OrderStatistics.median((Tensor) this, dim, keepDim, true));
    }

    /** The most frequent value along the last dimension, with a position of it. */
    default ValuesIndices mode() {
        return mode(-1, false);
    }

    /** The most frequent value along a dimension, the least among equals, with a position of it. */
    default ValuesIndices mode(int dim, boolean keepDim) {
        return ValuesIndices.of("mode", OrderStatistics.mode((Tensor) this, dim, keepDim));
    }

    /** The k-th least value along a dimension with its position; k counts from 1. */
    default ValuesIndices kthvalue(long k, int dim, boolean keepDim) {
        return ValuesIndices.of("kthvalue", OrderStatistics.kthvalue((Tensor) this, k, dim, keepDim));
    }

    /** The quantile of all elements, interpolated linearly. */
    default Tensor quantile(double q) {
        return quantile(q, null, false, "linear");
    }

    /** {@link #quantile(Tensor, Integer, boolean, String)} for one number. */
    default Tensor quantile(double q, @Nullable Integer dim, boolean keepDim, String interpolation) {
        Tensor self = (Tensor) this;
        checkQuantile("quantile", q);
        return OrderStatistics.quantile(self, Tensors.scalarLike(self, q), dim, keepDim, interpolation, false);
    }

    private static void checkQuantile(String op, double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new ArgumentException(op + "() q must be in the range [0, 1] but got " + q);
        }
    }

    /**
     * Quantiles along a dimension, or of all elements when it is null.
     *
     * @param q numbers in [0, 1]; the dimension of a vector comes first in the result
     * @param interpolation {@code "linear"}, {@code "lower"}, {@code "higher"}, {@code "midpoint"} or {@code "nearest"}
     */
    default Tensor quantile(Tensor q, @Nullable Integer dim, boolean keepDim, String interpolation) {
        return OrderStatistics.quantile((Tensor) this, q, dim, keepDim, interpolation, false);
    }

    /** {@link #quantile(double, Integer, boolean, String)} without NaN. */
    default Tensor nanquantile(double q, @Nullable Integer dim, boolean keepDim, String interpolation) {
        Tensor self = (Tensor) this;
        checkQuantile("nanquantile", q);
        return OrderStatistics.quantile(self, Tensors.scalarLike(self, q), dim, keepDim, interpolation, true);
    }

    /** {@link #quantile(Tensor, Integer, boolean, String)} without NaN. */
    default Tensor nanquantile(Tensor q, @Nullable Integer dim, boolean keepDim, String interpolation) {
        return OrderStatistics.quantile((Tensor) this, q, dim, keepDim, interpolation, true);
    }

    /** The mean without NaN. */
    default Tensor nanmean(int... dims) {
        return nanmean(dims, false, null);
    }

    /** The mean over dimensions without NaN. */
    default Tensor nanmean(int[] dims, boolean keepDim, @Nullable DType dtype) {
        Tensor self = (Tensor) this;
        Histograms.checkFloating("nanmean(): expected input to have floating point or complex dtype", self);
        Tensor count = self.detach().isNan().logicalNot().sum(dims, keepDim);
        return self.nansum(dims, keepDim, dtype).div(count);
    }

    /** The greatest element so far along a dimension, with its position. */
    default ValuesIndices cummax(int dim) {
        return ValuesIndices.of("cummax", RunningExtremes.cumulative((Tensor) this, dim, true));
    }

    /** The least element so far along a dimension, with its position. */
    default ValuesIndices cummin(int dim) {
        return ValuesIndices.of("cummin", RunningExtremes.cumulative((Tensor) this, dim, false));
    }

    /** ln of the running sum of e^x along a dimension. */
    default Tensor logcumsumexp(int dim) {
        return RunningExtremes.logcumsumexp((Tensor) this, dim);
    }

    /** Differences of neighbours along the last dimension. */
    default Tensor diff() {
        return diff(1, -1, null, null);
    }

    /** Differences of neighbours along a dimension, n times, after values were put before and behind. */
    default Tensor diff(long n, int dim, @Nullable Tensor prepend, @Nullable Tensor append) {
        return Differences.diff((Tensor) this, n, dim, prepend, append);
    }

    /** How often each number from 0 on occurs, or the sum of its weights. */
    default Tensor bincount(@Nullable Tensor weights, long minlength) {
        return Histograms.bincount((Tensor) this, weights, minlength);
    }

    /** Counts of values in equal bins of [min, max], of their own range where both are equal. */
    default Tensor histc(long bins, double min, double max) {
        return Histograms.histc((Tensor) this, bins, min, max);
    }

    /** The covariance of variables, one a row. */
    default Tensor cov() {
        return cov(1, null, null);
    }

    /** The covariance with weights of observations: whole ones count repetitions, floating ones importance. */
    default Tensor cov(long correction, @Nullable Tensor fweights, @Nullable Tensor aweights) {
        return Histograms.cov((Tensor) this, correction, fweights, aweights);
    }

    /** Correlation coefficients of variables, one a row. */
    default Tensor corrcoef() {
        return Histograms.corrcoef((Tensor) this);
    }
}
