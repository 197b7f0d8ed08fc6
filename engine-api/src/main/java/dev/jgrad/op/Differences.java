package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Differences of neighbours, and the trapezoidal rule. */
public final class Differences {
    private Differences() {}

    /** Differences of neighbours along a dimension, n times. */
    public static Tensor diff(Tensor self, long n, int dim, @Nullable Tensor prepend, @Nullable Tensor append) {
        if (self.dim() == 0) {
            throw new ShapeException("diff expects input to be at least one-dimensional");
        }
        if (n < 0) {
            throw new ArgumentException("order must be non-negative but got " + n);
        }
        if (n == 0) {
            return CopyOps.clone(self); // whatever the dimension
        }
        int d = Dims.wrap(dim, self.dim());
        Tensor x = self;
        if (prepend != null || append != null) {
            checkRank(self, prepend);
            checkRank(self, append);
            x = prepend == null
                    ? Tensors.cat(d, self, append)
                    : append == null ? Tensors.cat(d, prepend, self) : Tensors.cat(d, prepend, self, append);
        }
        for (long i = 0; i < n; i++) {
            long size = x.size(d);
            if (size == 0) {
                return x;
            }
            Tensor later = x.narrow(d, 1, size - 1);
            Tensor earlier = x.narrow(d, 0, size - 1);
            x = x.dtype().isBool() ? later.logicalXor(earlier) : later.sub(earlier);
        }
        return x;
    }

    private static void checkRank(Tensor self, @Nullable Tensor t) {
        if (t != null && t.dim() != self.dim()) {
            throw new ShapeException("diff expects prepend or append to be the same dimension as input");
        }
    }

    /** The integral along a dimension by the trapezoidal rule with equal steps. */
    public static Tensor trapezoid(Tensor y, double dx, int dim) {
        int d = checkedDim(y, dim);
        long n = y.dim() == 0 ? 0 : y.size(d);
        if (n == 0) {
            return empty(y, d);
        }
        Tensor ends = y.select(d, 0).add(y.select(d, n - 1)).mul(0.5);
        return y.sum(new int[] {d}, false).sub(ends).mul(dx);
    }

    private static int checkedDim(Tensor y, int dim) {
        if (y.dim() == 0) {
            throw new IndexException("Dimension specified as " + dim + " but tensor has no dimensions");
        }
        if (y.dtype().isBool()) {
            throw new DTypeException("trapezoid: received a bool input for `x` or `y`, but bool is not supported");
        }
        return Dims.wrap(dim, y.dim());
    }

    private static Tensor empty(Tensor y, int d) {
        Tensor floating = DTypes.floating(y);
        return y.dim() == 0 ? floating.mul(0.0) : floating.sum(new int[] {d}, false);
    }

    /** The same with the places of the samples. */
    public static Tensor trapezoid(Tensor y, Tensor x, int dim) {
        int d = checkedDim(y, dim);
        if (y.dim() == 0 || y.size(d) == 0) {
            return empty(y, d);
        }
        return parts(y, x, d).sum(new int[] {d}, false).mul(0.5);
    }

    /** Running integrals with equal steps. */
    public static Tensor cumulativeTrapezoid(Tensor y, double dx, int dim) {
        int d = checkedDim(y, dim);
        long n = y.size(d);
        return y.narrow(d, 1, n - 1).add(y.narrow(d, 0, n - 1)).mul(dx / 2).cumsum(d);
    }

    /** The same with the places of the samples. */
    public static Tensor cumulativeTrapezoid(Tensor y, Tensor x, int dim) {
        int d = checkedDim(y, dim);
        return parts(y, x, d).mul(0.5).cumsum(d);
    }

    /** (y_i + y_(i+1)) (x_(i+1) - x_i). */
    private static Tensor parts(Tensor y, Tensor x, int d) {
        long n = y.size(d);
        Tensor places = x;
        if (x.dim() == 1 && y.dim() > 1) {
            if (x.size(0) != n) {
                throw new ShapeException("There must be one `x` value for each sample point");
            }
            long[] column = new long[y.dim()];
            Arrays.fill(column, 1);
            column[d] = n;
            places = x.reshape(column);
        } else if (x.dim() > 0 && x.dim() < y.dim()) {
            long[] wide = new long[y.dim()];
            Arrays.fill(wide, 1);
            long[] own = TensorAccess.shown(x).sizes();
            System.arraycopy(own, 0, wide, wide.length - own.length, own.length);
            places = x.reshape(wide);
        }
        int at = places.dim() - (y.dim() - d);
        long size = places.size(at);
        Tensor step = places.narrow(at, 1, size - 1).sub(places.narrow(at, 0, size - 1));
        return y.narrow(d, 1, n - 1).add(y.narrow(d, 0, n - 1)).mul(step);
    }
}
