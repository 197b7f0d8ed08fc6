package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;

/** Views of a part of the elements along dimensions: ranges, single indices, diagonals, windows. */
public final class PartViews {
    private PartViews() {}

    /** Every {@code step}-th element from {@code start} to {@code end} of a dimension, as Python slices. */
    public static Tensor slice(Tensor self, int dim, long start, long end, long step) {
        Layout layout = TensorAccess.plainLayout(self);
        if (layout.rank() == 0) {
            throw new IndexException("slice() cannot be applied to a 0-dim tensor.");
        }
        int d = Dims.wrap(dim, layout.rank());
        if (step <= 0) {
            throw new ArgumentException("slice step must be positive; use flip() to reverse");
        }
        long n = layout.size(d);
        long from = Math.clamp(start < 0 ? start + n : start, 0L, n);
        long to = Math.clamp(end < 0 ? end + n : end, from, n);
        // Beyond any length, so that neither the count nor the stride overflows.
        long by = Math.min(step, 1L << 31);
        return StridedViews.part(self, layout.slice(d, from, Math.ceilDiv(to - from, by), by), "SliceBackward0");
    }

    /** A range of a dimension: {@code torch.narrow}. */
    public static Tensor narrow(Tensor self, int dim, long start, long length) {
        Layout layout = TensorAccess.shown(self);
        if (layout.rank() == 0) {
            throw new IndexException("narrow() cannot be applied to a 0-dim tensor.");
        }
        int d = Dims.wrap(dim, layout.rank());
        long n = layout.size(d);
        if (length < 0) {
            throw new ArgumentException("narrow(): length must be non-negative.");
        }
        if (start < -n || start > n) {
            throw new IndexException(
                    "start out of range (expected to be in range of [" + -n + ", " + n + "], but got " + start + ")");
        }
        long from = start < 0 ? start + n : start;
        if (length > n - from) {
            throw new IndexException(
                    "start (" + from + ") + length (" + length + ") exceeds dimension size (" + n + ").");
        }
        return slice(self, d, from, from + length, 1);
    }

    /** One index of a dimension, which disappears. */
    public static Tensor select(Tensor self, int dim, long index) {
        Layout layout = TensorAccess.plainLayout(self);
        if (layout.rank() == 0) {
            throw new IndexException("select() cannot be applied to a 0-dim tensor.");
        }
        int d = Dims.wrap(dim, layout.rank());
        long n = layout.size(d);
        if (index < -n || index >= n) {
            throw new IndexException("select(): index " + index + " out of range for tensor of size "
                    + Arrays.toString(layout.sizes()) + " at dimension " + d);
        }
        return StridedViews.part(self, layout.select(d, index < 0 ? index + n : index), "SelectBackward0");
    }

    /** The diagonal of two dimensions, appended as the last one. */
    public static Tensor diagonal(Tensor self, long offset, int dim1, int dim2) {
        Layout layout = TensorAccess.plainLayout(self);
        int a = Dims.wrap(dim1, layout.rank());
        int b = Dims.wrap(dim2, layout.rank());
        if (a == b) {
            throw new ArgumentException("diagonal dimensions cannot be identical " + dim1 + ", " + dim2);
        }
        long length = offset >= 0
                ? Math.max(0, Math.min(layout.size(a), layout.size(b) - offset))
                : Math.max(0, Math.min(layout.size(a) + offset, layout.size(b)));
        long start = layout.offset();
        if (length > 0) {
            start += offset >= 0 ? offset * layout.stride(b) : -offset * layout.stride(a);
        }
        int rank = layout.rank() - 1;
        long[] sizes = new long[rank];
        long[] strides = new long[rank];
        int at = 0;
        for (int d = 0; d < layout.rank(); d++) {
            if (d != a && d != b) {
                sizes[at] = layout.size(d);
                strides[at++] = layout.stride(d);
            }
        }
        sizes[rank - 1] = length;
        strides[rank - 1] = layout.stride(a) + layout.stride(b);
        return StridedViews.part(self, Layout.strided(sizes, strides, start), "DiagonalBackward0");
    }

    /** Sliding windows of a dimension, appended as the last one: {@code Tensor.unfold}. */
    public static Tensor unfold(Tensor self, int dim, long size, long step) {
        Layout layout = TensorAccess.plainLayout(self);
        int d = Dims.wrap(dim, layout.rank());
        long n = layout.rank() == 0 ? 1 : layout.size(d);
        if (size < 0 || step <= 0 || size > n) {
            throw new ArgumentException("maximum size for tensor at dimension " + d + " is " + n + " but size is "
                    + size + "; step is " + step + " and must be positive");
        }
        int rank = layout.rank();
        long[] sizes = Arrays.copyOf(layout.sizes(), rank + 1);
        long[] strides = Arrays.copyOf(layout.strides(), rank + 1);
        sizes[rank] = size;
        strides[rank] = rank == 0 ? 1 : layout.stride(d);
        if (rank > 0) {
            sizes[d] = (n - size) / step + 1;
            strides[d] *= step;
        }
        return StridedViews.part(self, Layout.strided(sizes, strides, layout.offset()), "UnfoldBackward0");
    }
}
