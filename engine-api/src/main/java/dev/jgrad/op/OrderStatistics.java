package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Elements by rank: median, mode, k-th value, quantiles. All sort, and pick. */
public final class OrderStatistics {
    private OrderStatistics() {}

    /** The lower median of all elements; NaN wins, or does not count. */
    public static Tensor median(Tensor self, boolean ignoreNan) {
        String name = ignoreNan ? "NanmedianBackward0" : "MedianBackward0";
        Tensor out = Grad.noGrad(() -> {
            if (self.numel() == 0) {
                return Tensors.scalarLike(self, self.isFloatingPoint() ? Double.NaN : 0);
            }
            return medianAlong(self.detach().reshape(-1), 0, ignoreNan)
                    .values()
                    .reshape()
                    .detach();
        });
        return Dispatcher.record(name, out, new Tensor[] {self}, new Tensor[] {self, out}, c -> {
            Tensor x = c.saved(0);
            Tensor m = c.saved(1);
            Tensor hit = x.eq(m)
                    .logicalOr(x.isNan().logicalAnd(m.isNan()))
                    .to(c.grad().dtype());
            return new Tensor[] {hit.mul(c.grad().div(hit.sum()))};
        });
    }

    /** The lower median along a dimension with its position. */
    public static WithIndices median(Tensor self, int dim, boolean keepDim, boolean ignoreNan) {
        int d = checkDim("median()", self, dim);
        WithIndices picked = Grad.noGrad(() -> medianAlong(self.detach(), d, ignoreNan));
        return finished(ignoreNan ? "NanmedianBackward1" : "MedianBackward1", self, d, keepDim, picked);
    }

    private static int checkDim(String op, Tensor self, int dim) {
        int d = Dims.wrap(dim, self.dim());
        if (self.dtype().isBool()) {
            throw new DTypeException("\"" + op + "\" not implemented for 'Bool'");
        }
        if (self.dim() > 0 && self.size(d) == 0) {
            throw new IndexException(op + ": Expected reduction dim " + d + " to have non-zero size.");
        }
        return d;
    }

    /** Along a dimension, which stays with size 1. */
    private static WithIndices medianAlong(Tensor x, int d, boolean ignoreNan) {
        if (x.dim() == 0) {
            return new WithIndices(CopyOps.rawClone(x), zero(x));
        }
        WithIndices sorted = OrderOps.sort(x, d, false);
        long n = x.size(d);
        if (!x.isFloatingPoint()) {
            long k = (n - 1) / 2;
            return new WithIndices(
                    CopyOps.rawClone(sorted.values().narrow(d, k, 1)),
                    CopyOps.rawClone(sorted.indices().narrow(d, k, 1)));
        }
        // Sorting puts NaN last.
        Tensor nans = x.isNan().sum(new int[] {d}, true);
        Tensor k = ignoreNan
                ? nans.rsub(n - 1).div(2L, "floor").clampMin(0)
                : Tensors.where(nans.gt(0), nans.rsub(n), Tensors.scalarLike(nans, 0, (n - 1) / 2));
        return new WithIndices(sorted.values().gather(d, k), sorted.indices().gather(d, k));
    }

    private static Tensor zero(Tensor like) {
        return Tensors.zeros(new TensorOptions(DType.INT64, like.device()));
    }

    /** Drops the dimension unless it is kept, and records that one element per slice was picked. */
    private static WithIndices finished(String gradFn, Tensor self, int d, boolean keepDim, WithIndices picked) {
        Tensor values = picked.values();
        Tensor indices = picked.indices();
        boolean[] mask = ReductionCalls.flagged(d, self.dim());
        values = ReductionCalls.shaped(CopyOps.contiguous(values.detach()), mask, keepDim);
        indices = ReductionCalls.shaped(CopyOps.contiguous(indices), mask, keepDim);
        Extremes.recordSelected(gradFn, self, d, keepDim, values, indices);
        return new WithIndices(values, indices);
    }

    /** The k-th least value along a dimension, k from 1. */
    public static WithIndices kthvalue(Tensor self, long k, int dim, boolean keepDim) {
        int d = checkDim("kthvalue()", self, dim);
        long n = self.dim() == 0 ? 1 : self.size(d);
        if (k < 1 || k > n) {
            throw new IndexException("kthvalue(): selected number k out of range for dimension " + d);
        }
        WithIndices picked = Grad.noGrad(() -> {
            Tensor x = self.detach();
            if (x.dim() == 0) {
                return new WithIndices(CopyOps.rawClone(x), zero(x));
            }
            WithIndices sorted = OrderOps.sort(x, d, false);
            return new WithIndices(
                    CopyOps.rawClone(sorted.values().narrow(d, k - 1, 1)),
                    CopyOps.rawClone(sorted.indices().narrow(d, k - 1, 1)));
        });
        return finished("KthvalueBackward0", self, d, keepDim, picked);
    }

    /** The most frequent value along a dimension, the least among equals, with the position of its last occurrence. */
    public static WithIndices mode(Tensor self, int dim, boolean keepDim) {
        int d = Dims.wrap(dim, self.dim());
        if (self.dim() > 0 && self.size(d) == 0) {
            throw new IndexException("mode(): Expected reduction dim " + d + " to have non-zero size.");
        }
        WithIndices picked = Grad.noGrad(() -> {
            Tensor x = self.detach();
            if (x.dim() == 0) {
                return new WithIndices(CopyOps.rawClone(x), zero(x));
            }
            WithIndices sorted = OrderOps.sort(x, d, false);
            Tensor v = sorted.values();
            long n = x.size(d);
            long[] line = new long[x.dim()];
            Arrays.fill(line, 1);
            line[d] = n;
            TensorOptions o = new TensorOptions(DType.INT64, x.device());
            Tensor position = Tensors.arange(o, 0, n, 1L).reshape(line);
            Tensor fresh = v.narrow(d, 1, n - 1).ne(v.narrow(d, 0, n - 1));
            Tensor first = Tensors.zerosLike(v.narrow(d, 0, 1)).to(DType.BOOL);
            Tensor starts = Tensors.cat(d, first, fresh).to(DType.INT64).mul(position);
            Tensor run =
                    position.sub(RunningExtremes.cumulative(starts, d, true).values());
            Tensor end = run.argmax(d, true);
            return new WithIndices(v.gather(d, end), sorted.indices().gather(d, end));
        });
        return finished("ModeBackward0", self, d, keepDim, picked);
    }

    /**
     * Quantiles along a dimension, or of all elements when it is null.
     *
     * @param q a number, or a vector whose dimension comes first in the result
     */
    public static Tensor quantile(
            Tensor self, Tensor q, @Nullable Integer dim, boolean keepDim, String interpolation, boolean ignoreNan) {
        if (Autocasting.applies("quantile", self)) {
            return Autocasting.run(
                    "quantile", in -> quantile(in[0], in[1], dim, keepDim, interpolation, ignoreNan), self, q);
        }
        String name = ignoreNan ? "nanquantile" : "quantile";
        if (self.numel() == 0) {
            throw new ArgumentException(name + "() input tensor must be non-empty");
        }
        if (q.dim() > 1) {
            throw new ShapeException(name + "() q must be a scalar or 1D tensor");
        }
        if (!self.isFloatingPoint() || (self.dtype() != DType.FLOAT32 && self.dtype() != DType.FLOAT64)) {
            throw new DTypeException(name + "() input tensor must be either float or double dtype");
        }
        if (q.dtype() != self.dtype()) {
            throw new DTypeException(name + "() q tensor must be same dtype as the input tensor");
        }
        if (!Arrays.asList("linear", "lower", "higher", "midpoint", "nearest").contains(interpolation)) {
            throw new ArgumentException(name + "() interpolation must be one of linear, lower, higher, midpoint or"
                    + " nearest, but got " + interpolation);
        }
        if (q.numel() > 0 && Batching.any(q.lt(0).logicalOr(q.gt(1)))) {
            throw new ArgumentException(name + "() q values must be in the range [0, 1]");
        }
        if (dim != null) {
            Dims.wrap(dim, self.dim());
        }
        Tensor x = dim == null ? self.reshape(-1) : self.dim() == 0 ? self.reshape(1) : self.movedim(dim, -1);
        Tensor sorted = x.sort(-1, false).values();
        int last = sorted.dim() - 1;
        Tensor plain = sorted.detach();
        long n = sorted.size(last);
        Tensor points = q.reshape(-1);
        Tensor rank;
        if (ignoreNan) {
            Tensor valid = plain.isNan().logicalNot().sum(new int[] {last}, true);
            rank = valid.sub(1).to(plain.dtype()).mul(points).clampMin(0);
        } else {
            long[] sizes = TensorAccess.shown(plain).sizes().clone();
            sizes[last] = points.numel();
            rank = points.mul(n - 1).expand(sizes).maskedFill(plain.isNan().any(last, true), n - 1);
        }
        Tensor below = switch (interpolation) {
            case "lower" -> rank.floor();
            case "higher" -> rank.ceil();
            case "nearest" -> rank.round();
            default -> rank.floor();
        };
        Tensor out = sorted.gather(last, below.detach().to(DType.INT64));
        if (interpolation.equals("linear") || interpolation.equals("midpoint")) {
            Tensor weight = interpolation.equals("linear") ? rank.sub(below) : Tensors.fullLike(rank, 0.5);
            Tensor above = sorted.gather(last, rank.detach().ceil().to(DType.INT64));
            out = out.lerp(above, weight);
        }
        return placed(self, q, dim, keepDim, out);
    }

    /** The quantiles' dimension first, the reduced one with size 1 or gone. */
    private static Tensor placed(Tensor self, Tensor q, @Nullable Integer dim, boolean keepDim, Tensor out) {
        Tensor moved = out.movedim(-1, 0);
        if (keepDim) {
            if (dim == null) {
                long[] sizes = new long[self.dim() + 1];
                Arrays.fill(sizes, 1);
                sizes[0] = moved.size(0);
                moved = moved.reshape(sizes);
            } else if (self.dim() > 0) {
                moved = moved.unsqueeze(Dims.wrap(dim, self.dim()) + 1);
            }
        }
        return q.dim() == 0 ? ViewOps.squeezeFresh(moved.contiguous(), 0) : moved;
    }
}
