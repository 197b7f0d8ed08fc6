package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Products of groups of rows or columns of different lengths: what a mixture of experts computes. */
public final class GroupedProducts {
    private GroupedProducts() {}

    /**
     * As {@code torch.nn.functional.grouped_mm}.
     *
     * @param ends where each group ends in the dimension that is cut into groups; null where both operands are batches
     */
    public static Tensor groupedMm(Tensor a, Tensor b, @Nullable Tensor ends) {
        check(a, b, ends);
        if (ends == null) {
            return Composed.named("GroupedMmBackward0", new Tensor[] {a, b}, x -> x[0].bmm(x[1]));
        }
        if (Batching.isBatched(ends)) {
            throw new ArgumentException("grouped_mm: offs has to be the same for all examples of a vmap");
        }
        long[] stops = ends.toLongArray();
        long cut = a.dim() == 2 ? a.size(b.dim() == 2 ? 1 : 0) : b.size(1);
        long before = 0;
        for (long stop : stops) {
            if (stop < before || stop > cut) {
                throw new ArgumentException("grouped_mm: offs has to rise from 0 to at most " + cut
                        + ", the length of the dimension that it cuts into groups, but has " + stop + " after "
                        + before);
            }
            before = stop;
        }
        return Composed.named("GroupedMmBackward0", new Tensor[] {a, b}, x -> grouped(x[0], x[1], stops));
    }

    private static Tensor grouped(Tensor a, Tensor b, long[] stops) {
        boolean deep = a.dim() == 2 && b.dim() == 2;
        boolean rows = a.dim() == 2;
        // Rows and columns of no group are left undefined in PyTorch; here they are zeros.
        long rest = (rows ? a.size(0) : b.size(1)) - (stops.length == 0 ? 0 : stops[stops.length - 1]);
        Tensor[] parts = new Tensor[stops.length + (deep ? 0 : 1)];
        long from = 0;
        for (int g = 0; g < stops.length; g++) {
            long n = stops[g] - from;
            parts[g] = deep
                    ? a.narrow(1, from, n).matmul(b.narrow(0, from, n))
                    : rows
                            ? a.narrow(0, from, n).matmul(b.select(0, g))
                            : a.select(0, g).matmul(b.narrow(1, from, n));
            from = stops[g];
        }
        TensorOptions o = new TensorOptions(a.dtype(), a.device());
        if (deep) {
            return parts.length == 0 ? Tensors.zeros(o, 0, a.size(0), b.size(1)) : Tensors.stack(0, parts);
        }
        parts[stops.length] = rows ? Tensors.zeros(o, rest, b.size(-1)) : Tensors.zeros(o, a.size(-2), rest);
        return Tensors.cat(rows ? 0 : 1, parts);
    }

    private static void check(Tensor a, Tensor b, @Nullable Tensor ends) {
        for (Tensor t : new Tensor[] {a, b}) {
            String name = t == a ? "mat_a" : "mat_b";
            if (!t.isFloatingPoint()) {
                throw new DTypeException("Expected " + name + " to be Float32, BFloat16 or Float16 matrix, got "
                        + t.dtype().scalarTypeName());
            }
            if (t.dim() != 2 && t.dim() != 3) {
                throw new ShapeException(name + " has to be 2 or 3d, got " + t.shape());
            }
        }
        if (a.dtype() != b.dtype()) {
            throw new DTypeException("expected m1 and m2 to have the same dtype, but got: "
                    + a.dtype().cppName() + " != " + b.dtype().cppName());
        }
        boolean batches = a.dim() == 3 && b.dim() == 3;
        if ((ends == null) != batches) {
            throw new ArgumentException(
                    "Have to provide offsets if there is a 2d matrix, or no offset if both matrices are 3d");
        }
        if (a.size(-1) != b.size(-2)) {
            throw new ShapeException(
                    "contraction dimension of mat_a and mat_b must match, got " + a.shape() + " and " + b.shape());
        }
        if (batches && a.size(0) != b.size(0)) {
            throw new ShapeException("batched dimension has to match, got " + a.shape() + " and " + b.shape());
        }
        if (ends == null) {
            return;
        }
        if (ends.dim() != 1) {
            throw new ShapeException("offs has to be 1D, got " + ends.shape());
        }
        if (ends.dtype() != DType.INT32) {
            throw new DTypeException("Offsets have to be int32, got " + ends.dtype());
        }
        long groups = a.dim() == 3 ? a.size(0) : b.dim() == 3 ? b.size(0) : ends.size(0);
        if (groups != ends.size(0)) {
            throw new ShapeException("matrix batch sizes have to match: there are " + groups + " matrices and "
                    + ends.size(0) + " offsets");
        }
    }
}
