package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Counting: bins of values, and covariance of variables. */
public final class Histograms {
    private Histograms() {}

    /** How often each number from 0 on occurs, or the sum of weights. */
    public static Tensor bincount(Tensor self, @Nullable Tensor weights, long minlength) {
        if (Batching.anyBatched(self, weights)) {
            return Batching.loopOne("bincount", x -> bincount(x[0], x[1], minlength), self, weights);
        }
        if (self.isFloatingPoint() || self.dtype().isBool()) {
            throw new DTypeException(
                    "\"bincount_cpu\" not implemented for '" + self.dtype().scalarTypeName() + "'");
        }
        if (self.dim() != 1) {
            throw new ShapeException("bincount only supports 1-d non-negative integral inputs.");
        }
        if (minlength < 0) {
            throw new ArgumentException("minlength should be >= 0");
        }
        if (self.numel() > 0 && self.min().itemLong() < 0) {
            throw new ArgumentException("bincount only supports 1-d non-negative integral inputs.");
        }
        if (weights != null && (weights.dim() != 1 || weights.size(0) != self.size(0))) {
            throw new ShapeException("weights should be 1-d and have the same length as input");
        }
        long bins =
                self.numel() == 0 ? minlength : Math.max(minlength, self.max().itemLong() + 1);
        Tensor index = self.to(DType.INT64);
        if (weights == null) {
            TensorOptions o = new TensorOptions(DType.INT64, self.device());
            return Tensors.zeros(o, bins).indexAdd_(0, index, Tensors.ones(o, self.numel()));
        }
        DType dtype = weights.dtype() == DType.FLOAT32 ? DType.FLOAT32 : DType.FLOAT64;
        TensorOptions o = new TensorOptions(dtype, self.device());
        Tensor out = Tensors.zeros(o, bins).indexAdd_(0, index, weights.detach().to(dtype));
        NotDifferentiable.record("bincount", new Tensor[] {out}, self, weights);
        return out;
    }

    /** Counts of values in equal bins of [min, max]; of the range of the values where both are equal. */
    public static Tensor histc(Tensor self, long bins, double min, double max) {
        if (Batching.isBatched(self)) {
            return Batching.loopOne("histc", x -> histc(x[0], bins, min, max), self);
        }
        LayerNorm.checkFloating("histogram_cpu", self);
        if (bins <= 0) {
            throw new ArgumentException("bins must be > 0, but got " + bins);
        }
        return Grad.noGrad(() -> {
            Tensor x = self.detach().reshape(-1);
            double low = min;
            double high = max;
            if (low == high && x.numel() > 0) {
                low = x.min().item();
                high = x.max().item();
            }
            if (low == high) {
                low -= 1;
                high += 1;
            }
            if (!(Double.isFinite(low) && Double.isFinite(high))) {
                throw new ArgumentException("range of [" + low + ", " + high + "] is not finite");
            }
            if (low > high) {
                throw new ArgumentException("max must be larger than min");
            }
            Tensor inside = x.ge(low).logicalAnd(x.le(high));
            Tensor kept = x.maskedSelect(inside);
            Tensor bin = kept.sub(low)
                    .div((high - low) / bins)
                    .floor()
                    .clamp(0, bins - 1)
                    .to(DType.INT64);
            TensorOptions o = new TensorOptions(self.dtype(), self.device());
            return Tensors.zeros(o, bins).indexAdd_(0, bin, Tensors.ones(o, bin.numel()));
        });
    }

    /**
     * The covariance of variables, one a row.
     *
     * @param correction subtracted from the number of observations
     * @param fweights how often each observation counts, or null
     * @param aweights how much each observation counts, or null
     */
    public static Tensor cov(Tensor self, long correction, @Nullable Tensor fweights, @Nullable Tensor aweights) {
        if (self.dim() > 2) {
            throw new ShapeException("cov(): expected input to have two or fewer dimensions but got an input with "
                    + self.dim() + " dimensions");
        }
        if (self.dtype().isBool()) {
            throw new DTypeException("cov(): bool dtype is not supported for input");
        }
        Tensor x = DTypes.floating(self.dim() < 2 ? self.reshape(1, -1) : self);
        long n = x.size(1);
        checkWeights("fweights", fweights, n, false);
        checkWeights("aweights", aweights, n, true);
        Tensor w = fweights;
        if (aweights != null) {
            w = w == null ? aweights : w.mul(aweights);
        }
        Tensor total = w == null ? null : w.sum();
        if (total != null && Batching.any(total.eq(0))) {
            throw new ArgumentException("cov(): weights sum to zero, can't be normalized");
        }
        Tensor mean = w == null || total == null
                ? x.sum(new int[] {1}, true).div((double) n)
                : x.mul(w).sum(new int[] {1}, true).div(total);
        Tensor centred = x.sub(mean);
        Tensor weighted = w == null ? centred : centred.mul(w);
        Tensor product = weighted.mm(centred.t().to(weighted.dtype()));
        Tensor divisor;
        if (w == null || total == null) {
            divisor = Tensors.scalarLike(product, Math.max(0, n - correction));
        } else if (aweights != null && correction != 0) {
            divisor = total.sub(w.mul(aweights).sum().div(total).mul((double) correction));
        } else {
            divisor = total.sub(correction);
        }
        Tensor out = product.div(divisor.to(product.dtype()).clampMin(0));
        return out.squeeze(); // one variable gives a number, whatever the shape of the input
    }

    private static void checkWeights(String name, @Nullable Tensor w, long n, boolean floating) {
        if (w == null) {
            return;
        }
        if (w.dim() > 1) {
            throw new ShapeException("cov(): expected " + name + " to have one or fewer dimensions but got " + name
                    + " with " + w.dim() + " dimensions");
        }
        if (floating != w.isFloatingPoint() || w.dtype().isBool()) {
            throw new DTypeException(
                    "cov(): expected " + name + " to have " + (floating ? "floating point" : "integral")
                            + " dtype but got " + name + " with " + w.dtype().scalarTypeName() + " dtype");
        }
        if (w.numel() != n) {
            throw new ShapeException("cov(): expected " + name
                    + " to have the same numel as there are observations in the input but got " + w.numel() + " != "
                    + n);
        }
        if (w.numel() > 0 && Batching.any(w.lt(0))) {
            throw new ArgumentException("cov(): " + name + " cannot be negative");
        }
    }

    /** Correlation coefficients of variables, one a row. */
    public static Tensor corrcoef(Tensor self) {
        if (self.dim() > 2) {
            throw new ShapeException("corrcoef(): expected input to have two or fewer dimensions but got an input with "
                    + self.dim() + " dimensions");
        }
        Tensor c = cov(self, 1, null, null);
        if (c.dim() == 0) {
            return c.div(c);
        }
        Tensor deviation = c.diagonal().sqrt();
        return c.div(deviation.reshape(-1, 1)).div(deviation.reshape(1, -1)).clamp(-1, 1);
    }

    /** Fails for dtypes without fractions. */
    public static void checkFloating(String message, Tensor self) {
        if (!self.isFloatingPoint()) {
            throw new DTypeException(message + "; got " + self.dtype().scalarTypeName());
        }
    }
}
